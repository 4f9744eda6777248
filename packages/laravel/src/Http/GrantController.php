<?php

declare(strict_types=1);

namespace NoSocket\Laravel\Http;

use Illuminate\Contracts\Broadcasting\Factory;
use Illuminate\Http\JsonResponse;
use Illuminate\Http\Request;

/**
 * Grants what the user may read of the channels that the browser asks for.
 */
final class GrantController
{
    public function __invoke(Request $request, Factory $broadcasting): JsonResponse
    {
        if ($request->hasSession()) {
            // What was flashed is for the next page, not for this request in the background.
            $request->session()->reflash();
        }
        $grant = $broadcasting->connection('nosocket')->auth($request);
        return new JsonResponse(
            ['channels' => (object) $grant['channels']] + $grant,
            200,
            ['Cache-Control' => 'no-store'],
        );
    }
}
