<?php

declare(strict_types=1);

namespace NoSocket\Laravel\Testing;

use Closure;
use NoSocket\Event;
use NoSocket\Laravel\ExtensionMissing;
use NoSocket\Laravel\NoSocketManager;
use PHPUnit\Framework\Assert;

/**
 * An event log of one test: real, so that what the log would refuse is refused, but in a file of its own that is gone
 * afterwards.
 */
final class NoSocketFake extends NoSocketManager
{
    /** @var list<Event> */
    private array $emitted = [];

    private ?string $file = null;

    public function __destruct()
    {
        if ($this->file !== null) {
            array_map('unlink', glob("$this->file*"));
        }
    }

    public function emit(
        string $channel,
        string $event,
        mixed $payload = null,
        ?int $ttlSeconds = null,
        ?string $except = null,
        bool $transient = false,
    ): Event {
        return $this->emitted[] = $this->nosocket()->emit($channel, $event, $payload, $ttlSeconds, $except, $transient);
    }

    public function emitBatch(array $events): array
    {
        $emitted = $this->nosocket()->emitBatch($events);
        array_push($this->emitted, ...$emitted);
        return $emitted;
    }

    /** At once: tests like to run in a transaction that is never committed. */
    public function afterCommit(Closure $emit): void
    {
        $emit($this);
    }

    /**
     * @return list<Event>
     */
    public function emitted(): array
    {
        return $this->emitted;
    }

    /**
     * @param string                      $event   the event's name; a broadcast's is its class, or broadcastAs()
     * @param (Closure(Event): bool)|null $matches looks at an event's `channel`, `payload` and `except`
     */
    public function assertEmitted(string $event, ?Closure $matches = null): void
    {
        $found = $this->matching($event, $matches);
        Assert::assertNotEmpty($found, "No event [$event] was emitted" . self::such($matches));
    }

    public function assertEmittedTimes(string $event, int $times): void
    {
        Assert::assertCount($times, $this->matching($event), "How often the event [$event] was emitted");
    }

    /**
     * @param (Closure(Event): bool)|null $matches
     */
    public function assertNotEmitted(string $event, ?Closure $matches = null): void
    {
        $found = $this->matching($event, $matches);
        Assert::assertEmpty($found, "An event [$event] was emitted" . self::such($matches));
    }

    public function assertNothingEmitted(): void
    {
        $names = implode(', ', array_map(fn (Event $event): string => $event->event, $this->emitted));
        Assert::assertEmpty($this->emitted, "These events were emitted: $names");
    }

    protected function connect(): \NoSocket
    {
        ExtensionMissing::check();
        $this->file = tempnam(sys_get_temp_dir(), 'nosocket-fake-');
        return new \NoSocket([
            'dsn' => "sqlite:$this->file",
            'secret' => bin2hex(random_bytes(16)),
            'rate_limiter' => 'off',
            'persistent' => false,
        ]);
    }

    /**
     * @return list<Event>
     */
    private function matching(string $name, ?Closure $matches = null): array
    {
        return array_values(array_filter(
            $this->emitted,
            fn (Event $event): bool => $event->event === $name && ($matches === null || $matches($event)),
        ));
    }

    private static function such(?Closure $matches): string
    {
        return $matches === null ? '.' : ' that matches.';
    }
}
