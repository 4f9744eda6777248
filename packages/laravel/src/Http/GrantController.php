<?php

declare(strict_types=1);

namespace NoSocket\Laravel\Http;

use Illuminate\Contracts\Broadcasting\Factory;
use Illuminate\Contracts\Config\Repository;
use Illuminate\Contracts\Container\Container;
use Illuminate\Http\JsonResponse;
use Illuminate\Http\Request;
use Symfony\Component\HttpKernel\Exception\HttpExceptionInterface;

/**
 * Grants what the user may read of the channels that the browser asks for.
 */
final class GrantController
{
    public function __invoke(
        Request $request,
        Factory $broadcasting,
        Container $app,
        Repository $config,
    ): JsonResponse {
        // A request in the background only reads the session. Written at its end, it would put back what a logout beside
        // it has just ended, and what was flashed for the next page would be gone. What Laravel keeps for the driver
        // "array" ends with the request; the user must be known before, by the session that was stored.
        if ($request->hasSession()) {
            $app->make('session.store');
            $config->set('session.driver', 'array');
        }
        try {
            $grant = $broadcasting->connection('nosocket')->auth($request);
            $answer = new JsonResponse(['channels' => (object) $grant['channels']] + $grant);
        } catch (HttpExceptionInterface $e) {
            $answer = new JsonResponse(['message' => $e->getMessage()], $e->getStatusCode());
        }
        $answer->headers = new CookielessHeaders($answer->headers->all());
        $answer->headers->set('Cache-Control', 'no-store');
        return $answer;
    }
}
