<?php

declare(strict_types=1);

namespace App\Controller;

use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\HttpKernel\Attribute\AsController;
use Symfony\Component\Mercure\HubInterface;
use Symfony\Component\Mercure\Update;

/**
 * Written for Mercure: it knows nothing of NoSocket.
 */
#[AsController]
final class StockController
{
    public function __invoke(Request $request, HubInterface $hub): Response
    {
        $id = $hub->publish(new Update('stock', (string) \json_encode(['left' => $request->request->getInt('left')])));

        return new Response($id);
    }
}
