<?php

declare(strict_types=1);

namespace NoSocket\Laravel\Events;

/**
 * Events are in the log now. For metrics and audits; not in tests with NoSocket::fake().
 */
final class EventsEmitted
{
    /**
     * @param list<\NoSocket\Event> $events
     */
    public function __construct(
        public readonly array $events,
    ) {
    }
}
