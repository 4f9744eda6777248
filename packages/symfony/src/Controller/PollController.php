<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Controller;

use NoSocket\Bundle\Connection\Connections;
use NoSocket\Bundle\Http\Answer;
use NoSocket\Bundle\Http\PollRequest;
use Psr\Log\LoggerInterface;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\HttpKernel\Exception\NotFoundHttpException;

/**
 * Answers polls as poll.php does, for hosts where a second entry point can't be placed. poll.php is faster.
 */
final class PollController
{
    public function __construct(
        private readonly Connections $connections,
        private readonly ?LoggerInterface $logger = null,
    ) {
    }

    public function __invoke(Request $request, ?string $connection = null): Response
    {
        if ($connection !== null && !$this->connections->has($connection)) {
            throw new NotFoundHttpException("There is no NoSocket connection \"$connection\".");
        }
        try {
            $nosocket = $this->connections->get($connection);
            $poll = PollRequest::from($request, $nosocket->limits()->maxBody);

            return Answer::json($nosocket->poll($poll->subscriptions, $poll->grant, $request->getClientIp()));
        } catch (\Throwable $fault) {
            return Answer::fault($fault, $this->logger);
        }
    }
}
