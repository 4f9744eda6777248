<?php

declare(strict_types=1);

namespace NoSocket\Laravel\Diagnosis;

use Illuminate\Contracts\Config\Repository;
use Illuminate\Support\Str;
use NoSocket\Laravel\NoSocketManager;

/**
 * Polls as a browser does, for an event that was emitted here: whether the endpoint is there, has the same secret, and
 * reads the same log.
 */
final class PollProbe
{
    private const PATIENCE_SECONDS = 5;

    public function __construct(
        private readonly NoSocketManager $nosocket,
        private readonly Repository $config,
    ) {
    }

    /**
     * @param string $url the application's address
     */
    public function examine(string $url): Finding
    {
        $endpoint = (string) $this->config->get('nosocket.endpoint');
        $address = Str::startsWith($endpoint, 'http') ? $endpoint : rtrim($url, '/') . '/' . ltrim($endpoint, '/');
        $channel = 'private-nosocket-doctor.' . Str::random(16);
        $event = $this->nosocket->nosocket()->emit($channel, 'probe', ttlSeconds: 60);
        [$status, $body] = $this->post($address, $this->nosocket->grant([$channel], 'nosocket:doctor', 60), $channel);
        $answer = json_decode($body, true);
        $fault = $this->fault($status, is_array($answer) ? $answer : [], $event->id);
        return new Finding($fault === null, 'polls', $fault === null ? "answered by $address" : "$address: $fault");
    }

    /**
     * @return array{int, string} status (0: no answer) and body
     */
    private function post(string $address, string $grant, string $channel): array
    {
        $body = @file_get_contents($address, false, stream_context_create(['http' => [
            'method' => 'POST',
            'header' => ['Content-Type: application/json', 'Accept: application/json', "X-NoSocket-Grant: $grant"],
            'content' => json_encode(['subscriptions' => [$channel => ['cursor' => null, 'replay' => 'retained']]]),
            'ignore_errors' => true,
            'timeout' => self::PATIENCE_SECONDS,
        ]]));
        // The last one, if it was redirected.
        $lines = preg_grep('/^HTTP\//', $http_response_header ?? []) ?: ['HTTP/1.1 0'];
        return [(int) explode(' ', end($lines))[1], (string) $body];
    }

    /**
     * @param array<string, mixed> $answer
     */
    private function fault(int $status, array $answer, int $id): ?string
    {
        $code = $answer['code'] ?? '';
        return match (true) {
            $status === 200 && ($answer['events'][0]['id'] ?? null) === $id => null,
            $status === 200 && isset($answer['events']) =>
                'It reads another log. Give it the same DSN and table prefix.',
            $status === 200 => 'The answer is not one of NoSocket\'s. Does nosocket.endpoint name the right place?',
            $status === 0 => 'No answer. Is the server running, and app.url (or --url) its address?',
            $status === 404 => 'Not found. Correct nosocket.endpoint, publish poll.php, or clear the route cache.',
            $code === 'grant_invalid' => 'It has another secret. Give it the same one.',
            $code === 'grant_missing' => 'The web server keeps the header X-NoSocket-Grant from PHP. Let it through.',
            $code === 'internal' => 'It failed, and PHP\'s error log says why. (poll.php does not know .env.)',
            default => "HTTP $status. PHP's and Laravel's logs say more.",
        };
    }
}
