<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Test;

use NoSocket\Bundle\Connection\Limits;
use NoSocket\Bundle\EmittedEvent;
use NoSocket\Bundle\Message\Emit;
use NoSocket\Bundle\NoSocketInterface;

/**
 * A connection for tests: remembers what was emitted, needs neither a database nor PHP's extension.
 *
 * Polls are answered with the events after the cursors, for whatever grant; nothing expires.
 */
final class InMemoryNoSocket implements NoSocketInterface
{
    private const EPOCH = 'in-memory';

    /** @var array<string, list<array{Emit, EmittedEvent}>> by channel */
    private array $log = [];

    /** @var list<Emit> */
    private array $emitted = [];

    /** @var list<string> */
    private array $revoked = [];

    public function emit(
        string $channel,
        string $event,
        mixed $payload = null,
        ?int $ttlSeconds = null,
        ?string $except = null,
        bool $transient = false,
    ): EmittedEvent {
        $emit = new Emit($channel, $event, $payload, $ttlSeconds, $except, $transient);
        // What can't be sent must fail in tests too.
        \json_encode($payload, \JSON_THROW_ON_ERROR);
        $now = new \DateTimeImmutable('now', new \DateTimeZone('UTC'));
        $position = \count($this->log[$channel] ?? []) + 1;
        $emitted = new EmittedEvent($position, $channel, $event, $now->format('Y-m-d\TH:i:s.v\Z'));
        $this->log[$channel][] = [$emit, $emitted];
        $this->emitted[] = $emit;

        return $emitted;
    }

    public function emitBatch(array $events): array
    {
        return \array_map(fn (Emit $event): EmittedEvent => $this->emit(
            $event->channel,
            $event->event,
            $event->payload,
            $event->ttlSeconds,
            $event->except,
            $event->transient,
        ), $events);
    }

    /**
     * What was emitted so far, in order.
     *
     * @param string|null $channel only on this channel
     *
     * @return list<Emit>
     */
    public function emitted(?string $channel = null): array
    {
        return \array_values(\array_filter(
            $this->emitted,
            static fn (Emit $emit): bool => $channel === null || $emit->channel === $channel,
        ));
    }

    /**
     * Whose grants were taken back so far, in order. Polls go on with them.
     *
     * @return list<string>
     */
    public function revoked(): array
    {
        return $this->revoked;
    }

    /** Forgets everything. */
    public function clear(): void
    {
        $this->log = $this->emitted = $this->revoked = [];
    }

    public function poll(array $subscriptions, #[\SensitiveParameter] string $grant, ?string $clientKey = null): string
    {
        $events = [];
        foreach ($subscriptions as $channel => $subscription) {
            $log = $this->log[$channel] ?? [];
            $from = $subscription['cursor'] ?? (($subscription['replay'] ?? 'live') === 'live' ? \count($log) : 0);
            foreach (\array_slice($log, $from) as [$emit, $emitted]) {
                $events[] = \array_filter([
                    'id' => $emitted->id,
                    'channel' => $emitted->channel,
                    'event' => $emitted->event,
                    'created_at' => $emitted->createdAt,
                    'except' => $emit->except,
                ]) + ['payload' => $emit->payload];
            }
        }
        $heads = $this->cursors(\array_map('strval', \array_keys($subscriptions)));

        return \json_encode([
            'events' => $events,
            'cursors' => (object) \array_map(static fn (array $head): int => $head['cursor'], $heads),
            'epochs' => (object) \array_filter(\array_map(static fn (array $head): ?string => $head['epoch'], $heads)),
            'has_more' => false,
            'resync_required' => [],
        ], \JSON_THROW_ON_ERROR);
    }

    /** Not signed: the claims in the form of a token, for tests to look at. */
    public function grant(array $channels, string $subject, ?int $ttlSeconds = null): string
    {
        $claims = ['sub' => $subject, 'channels' => $channels, 'exp' => \time() + ($ttlSeconds ?? 3600)];

        return 'in-memory.' . \rtrim(\strtr(\base64_encode((string) \json_encode($claims)), '+/', '-_'), '=') . '.';
    }

    public function revoke(string $subject): void
    {
        $this->revoked[] = $subject;
    }

    public function cursors(array $channels): array
    {
        $cursors = [];
        foreach ($channels as $channel) {
            $head = \count($this->log[$channel] ?? []);
            $cursors[$channel] = ['cursor' => $head, 'epoch' => $head === 0 ? null : self::EPOCH];
        }

        return $cursors;
    }

    public function cleanup(): int
    {
        return 0;
    }

    public function install(): int
    {
        return 1;
    }

    public function diagnostics(): array
    {
        return [
            'version' => 'in memory',
            'settings' => ['secret' => '(none needed)'],
            'connection' => ['backend' => 'memory', 'state' => 'open', 'error' => null],
            'log' => ['channels' => \count($this->log), 'events' => \count($this->emitted), 'expired' => 0],
        ];
    }

    public function limits(): Limits
    {
        return new Limits();
    }
}
