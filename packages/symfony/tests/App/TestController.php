<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Tests\App;

use NoSocket\Bundle\Http\CurrentTab;
use NoSocket\Bundle\Message\Emit;
use NoSocket\Bundle\Page\PageFactory;
use NoSocket\Bundle\PublisherInterface;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;
use Twig\Environment;

/**
 * A page that follows channels, and an action that emits.
 */
final class TestController
{
    public function __construct(private readonly PublisherInterface $publisher, private readonly CurrentTab $tab)
    {
    }

    public function page(Request $request, PageFactory $pages, Environment $twig): Response
    {
        $page = $pages->follow($request->query->all('channels'));

        return new Response($twig->createTemplate('{{ nosocket(page) }}')->render(['page' => $page]));
    }

    public function place(): Response
    {
        $this->publisher->emit('orders', 'order.placed', ['id' => 7], except: $this->tab->id());
        $this->publisher->emitBatch([new Emit('news', 'a'), new Emit('news', 'b', ttlSeconds: 60)]);

        return new Response('<body>placed</body>');
    }
}
