<?php

declare(strict_types=1);

namespace NoSocket\Laravel\Http;

use NoSocket\Laravel\NoSocketManager;
use Symfony\Component\HttpFoundation\StreamedResponse;

/**
 * The poll endpoint for hosts where poll.php can't be placed. The extension reads the request and sends the answer as
 * it does there: status, headers and body are the same.
 */
final class PollController
{
    public function __invoke(NoSocketManager $nosocket): StreamedResponse
    {
        // What can fail in Laravel's way fails before anything is sent.
        $log = $nosocket->nosocket();
        return new StreamedResponse(fn () => $log->respond());
    }
}
