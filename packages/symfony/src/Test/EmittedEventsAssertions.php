<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Test;

use NoSocket\Bundle\Message\Emit;

/**
 * Assertions for a KernelTestCase of an application with `nosocket: {in_memory: true}`.
 */
trait EmittedEventsAssertions
{
    /**
     * @param callable(mixed, Emit): bool|null $matches is given the payload and the whole event
     */
    public static function assertEmitted(string $channel, string $event, ?callable $matches = null): void
    {
        $found = self::emittedEvents($channel, $event, $matches);
        $message = "No such event \"$event\" was emitted on \"$channel\". " . self::emittedSummary();
        self::assertNotSame([], $found, $message);
    }

    /**
     * @param callable(mixed, Emit): bool|null $matches is given the payload and the whole event
     */
    public static function assertNotEmitted(string $channel, string $event, ?callable $matches = null): void
    {
        $found = self::emittedEvents($channel, $event, $matches);
        self::assertSame([], $found, "An event \"$event\" was emitted on \"$channel\". " . self::emittedSummary());
    }

    public static function assertNothingEmitted(): void
    {
        self::assertSame([], self::nosocket()->emitted(), self::emittedSummary());
    }

    protected static function nosocket(): InMemoryNoSocket
    {
        return static::getContainer()->get(InMemoryNoSocket::class);
    }

    /**
     * @return list<Emit>
     */
    private static function emittedEvents(string $channel, string $event, ?callable $matches): array
    {
        return \array_values(\array_filter(
            self::nosocket()->emitted($channel),
            static fn (Emit $emit): bool
                => $emit->event === $event && ($matches === null || $matches($emit->payload, $emit)),
        ));
    }

    private static function emittedSummary(): string
    {
        $names = \array_map(
            static fn (Emit $emit): string => "$emit->event on $emit->channel",
            self::nosocket()->emitted(),
        );

        return 'Emitted: ' . (\implode(', ', $names) ?: 'nothing') . '.';
    }
}
