<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Http;

use Symfony\Component\HttpFoundation\Request;

/**
 * What a poll asks, and the grant that it shows.
 */
final class PollRequest
{
    /**
     * @param array<string|int, array<string, mixed>> $subscriptions by channel
     */
    private function __construct(
        public readonly array $subscriptions,
        #[\SensitiveParameter]
        public readonly string $grant,
    ) {
    }

    /**
     * @param int $maxBody bytes that the body may have
     *
     * @throws Refusal if the request is not a poll
     */
    public static function from(Request $request, int $maxBody): self
    {
        $body = JsonBody::of($request, $maxBody);
        $grant = $body->grant ?? '';
        if (!\is_string($grant)) {
            throw new Refusal('invalid_request', 'grant must be a string, not ' . \get_debug_type($grant));
        }
        $subscriptions = $body->subscriptions ?? null;
        if (!$subscriptions instanceof \stdClass) {
            throw new Refusal('invalid_request', 'subscriptions must be an object; send {"subscriptions": {…}}');
        }

        return new self(self::arrays($subscriptions), self::grantInHeaders($request) ?? $grant);
    }

    /**
     * @return array<string|int, array<string, mixed>>
     */
    private static function arrays(\stdClass $subscriptions): array
    {
        $arrays = [];
        foreach ((array) $subscriptions as $channel => $subscription) {
            if (!$subscription instanceof \stdClass) {
                throw new Refusal(
                    'invalid_request',
                    "subscription $channel: must be an object, not " . \get_debug_type($subscription),
                );
            }
            $arrays[$channel] = (array) $subscription;
        }

        return $arrays;
    }

    /**
     * Another scheme than `Bearer` is the web server's own business (a folder behind a password) and counts as none.
     */
    private static function grantInHeaders(Request $request): ?string
    {
        $headers = [$request->headers->get('Authorization'), $request->server->get('REDIRECT_HTTP_AUTHORIZATION')];
        foreach ($headers as $header) {
            if (\preg_match('/^\s*bearer +(\S.*)$/i', (string) $header, $match)) {
                return \trim($match[1]);
            }
        }

        return $request->headers->get('X-NoSocket-Grant') ?: null;
    }
}
