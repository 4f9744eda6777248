<?php

declare(strict_types=1);

namespace NoSocket\Bundle;

/**
 * What became of an event that was emitted.
 */
final class EmittedEvent
{
    /**
     * @param int    $id        position in the channel: 1, 2, 3 … in commit order
     * @param string $channel   the channel
     * @param string $event     the event's name
     * @param string $createdAt when it was committed: UTC, ISO 8601 with milliseconds
     */
    public function __construct(
        public readonly int $id,
        public readonly string $channel,
        public readonly string $event,
        public readonly string $createdAt,
    ) {
    }
}
