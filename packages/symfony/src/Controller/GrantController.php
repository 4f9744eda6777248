<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Controller;

use NoSocket\Bundle\Connection\Connections;
use NoSocket\Bundle\Grant\GrantIssuer;
use NoSocket\Bundle\Http\Answer;
use NoSocket\Bundle\Http\CsrfGuard;
use NoSocket\Bundle\Http\JsonBody;
use NoSocket\Bundle\Http\Refusal;
use NoSocket\Bundle\Http\SameOrigin;
use Psr\Log\LoggerInterface;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\HttpKernel\Exception\NotFoundHttpException;

/**
 * Gives the browser client a grant for those of the channels it asks for that the voters allow.
 */
final class GrantController
{
    public function __construct(
        private readonly Connections $connections,
        private readonly GrantIssuer $issuer,
        private readonly SameOrigin $sameOrigin,
        private readonly CsrfGuard $csrf,
        private readonly ?LoggerInterface $logger = null,
    ) {
    }

    public function __invoke(Request $request, ?string $connection = null): Response
    {
        if ($connection !== null && !$this->connections->has($connection)) {
            throw new NotFoundHttpException("There is no NoSocket connection \"$connection\".");
        }
        try {
            $limits = $this->connections->get($connection)->limits();
            $body = JsonBody::of($request, $limits->maxBody);
            $this->checkSender($request);
            $grant = $this->issuer->issue($this->channels($body, $limits->maxChannels), $connection);
        } catch (\Throwable $fault) {
            return Answer::fault($fault, $this->logger);
        }
        $denied = ['denied' => $grant->denied];
        if ($grant->token === null) {
            return Answer::refused('forbidden', 'none of these channels is allowed', $denied);
        }

        return Answer::json(\json_encode(
            ['token' => $grant->token, 'channels' => $grant->channels] + $denied,
            \JSON_THROW_ON_ERROR | \JSON_UNESCAPED_SLASHES,
        ));
    }

    private function checkSender(Request $request): void
    {
        // Forms of other sites can't send this type, and their scripts would have to ask first.
        if (!\str_starts_with((string) $request->headers->get('Content-Type'), 'application/json')) {
            throw new Refusal('invalid_request', 'send the header Content-Type: application/json');
        }
        if (!$this->sameOrigin->allows($request)) {
            throw new Refusal('forbidden', 'grants are for pages of this site; see nosocket.grant.allowed_origins');
        }
        if (!$this->csrf->allows($request)) {
            throw new Refusal('forbidden', 'the CSRF token in X-CSRF-Token is missing or wrong; reload the page');
        }
    }

    /**
     * @return list<string>
     */
    private function channels(\stdClass $body, int $atMost): array
    {
        $channels = $body->channels ?? null;
        if (!\is_array($channels) || $channels === [] || \count($channels) > $atMost) {
            throw new Refusal('invalid_request', "channels must be a list of 1 to $atMost names");
        }
        foreach ($channels as $channel) {
            if (!\is_string($channel) || \preg_match('/^[!-)+-~]{1,128}$/D', $channel) !== 1) {
                throw new Refusal(
                    'invalid_request',
                    'a channel must be 1 to 128 printable ASCII characters without spaces and "*"',
                );
            }
        }

        return $channels;
    }
}
