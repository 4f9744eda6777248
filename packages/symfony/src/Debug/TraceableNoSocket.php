<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Debug;

use NoSocket\Bundle\Connection\Limits;
use NoSocket\Bundle\EmittedEvent;
use NoSocket\Bundle\Message\Emit;
use NoSocket\Bundle\NoSocketInterface;
use Symfony\Contracts\Service\ResetInterface;

/**
 * Remembers what was done with a connection, for the profiler. In debug mode only.
 */
final class TraceableNoSocket implements NoSocketInterface, ResetInterface
{
    /** @var list<array{method: string, ms: float, error: string|null, detail: array<string, mixed>}> */
    private array $calls = [];

    public function __construct(private readonly NoSocketInterface $inner)
    {
    }

    public function emit(
        string $channel,
        string $event,
        mixed $payload = null,
        ?int $ttlSeconds = null,
        ?string $except = null,
        bool $transient = false,
    ): EmittedEvent {
        $emit = new Emit($channel, $event, $payload, $ttlSeconds, $except, $transient);

        return $this->traced(
            'emit',
            ['events' => [$emit]],
            fn () => $this->inner->emit($channel, $event, $payload, $ttlSeconds, $except, $transient),
            static fn (EmittedEvent $emitted): array => ['emitted' => [$emitted]],
        );
    }

    public function emitBatch(array $events): array
    {
        return $this->traced(
            'emitBatch',
            ['events' => $events],
            fn () => $this->inner->emitBatch($events),
            static fn (array $emitted): array => ['emitted' => $emitted],
        );
    }

    public function poll(array $subscriptions, #[\SensitiveParameter] string $grant, ?string $clientKey = null): string
    {
        return $this->traced(
            'poll',
            ['channels' => \array_map('strval', \array_keys($subscriptions))],
            fn () => $this->inner->poll($subscriptions, $grant, $clientKey),
            static fn (string $json): array => ['answer' => \json_decode($json, true)],
        );
    }

    public function grant(array $channels, string $subject, ?int $ttlSeconds = null): string
    {
        return $this->traced(
            'grant',
            ['channels' => $channels, 'subject' => $subject],
            fn () => $this->inner->grant($channels, $subject, $ttlSeconds),
        );
    }

    public function revoke(string $subject): void
    {
        $this->traced('revoke', ['subject' => $subject], fn () => $this->inner->revoke($subject));
    }

    public function cursors(array $channels): array
    {
        return $this->traced(
            'cursors',
            ['channels' => $channels],
            fn () => $this->inner->cursors($channels),
            static fn (array $positions): array => ['positions' => $positions],
        );
    }

    public function cleanup(): int
    {
        return $this->traced('cleanup', [], fn () => $this->inner->cleanup());
    }

    public function install(): int
    {
        return $this->traced('install', [], fn () => $this->inner->install());
    }

    public function diagnostics(): array
    {
        return $this->inner->diagnostics();
    }

    public function limits(): Limits
    {
        return $this->inner->limits();
    }

    /**
     * @return list<array{method: string, ms: float, error: string|null, detail: array<string, mixed>}>
     */
    public function calls(): array
    {
        return $this->calls;
    }

    public function reset(): void
    {
        $this->calls = [];
    }

    /**
     * @template T
     *
     * @param array<string, mixed>                   $asked
     * @param callable(): T                          $call
     * @param (callable(T): array<string, mixed>)|null $answered
     *
     * @return T
     */
    private function traced(string $method, array $asked, callable $call, ?callable $answered = null): mixed
    {
        $started = \hrtime(true);
        $error = null;
        $detail = [];
        try {
            $result = $call();
            $detail = $answered === null ? [] : $answered($result);

            return $result;
        } catch (\Throwable $fault) {
            $error = $fault->getMessage();
            throw $fault;
        } finally {
            $ms = (\hrtime(true) - $started) / 1e6;
            $this->calls[] = ['method' => $method, 'ms' => $ms, 'error' => $error, 'detail' => $asked + $detail];
        }
    }
}
