<?php

declare(strict_types=1);

namespace App\Controller;

use App\Orders;
use NoSocket\Bundle\Http\CurrentTab;
use NoSocket\Bundle\Message\Emit;
use NoSocket\Bundle\Page\PageFactory;
use NoSocket\Bundle\PublisherInterface;
use Symfony\Bundle\FrameworkBundle\Controller\AbstractController;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\Messenger\MessageBusInterface;

/**
 * The list of orders, which is the same in all tabs.
 */
final class OrdersController extends AbstractController
{
    public function __construct(private readonly Orders $orders)
    {
    }

    public function list(PageFactory $pages): Response
    {
        // Before the orders are read: what is placed in between reaches the page.
        $user = $this->getUser()->getUserIdentifier();
        $page = $pages->follow(['orders', 'stock', "user:$user", 'admin']);

        return $this->render('orders.html.twig', ['page' => $page, 'orders' => $this->orders->latest()]);
    }

    /**
     * Answers the tab that sent the form with the same Turbo stream that all others get.
     */
    public function place(
        Request $request,
        PublisherInterface $publisher,
        MessageBusInterface $bus,
        CurrentTab $tab,
    ): Response {
        if (!$this->isCsrfTokenValid('order', (string) $request->request->get('_token'))) {
            throw $this->createAccessDeniedException('The form has expired. Please reload the page.');
        }
        $article = (string) $request->request->get('article');
        $order = $this->orders->place($article, $this->getUser()->getUserIdentifier());
        $stream = $this->renderView('order.stream.html.twig', ['order' => $order]);
        $publisher->emit('orders', 'turbo-stream', $stream, except: $tab->id());
        $publisher->emit("user:{$order['customer']}", 'order.placed', ['id' => $order['id']]);
        $bus->dispatch(new Emit('admin', 'order.placed', $order));

        return new Response($stream, 200, ['Content-Type' => 'text/vnd.turbo-stream.html']);
    }
}
