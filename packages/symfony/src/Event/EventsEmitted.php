<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Event;

use NoSocket\Bundle\EmittedEvent;

/**
 * Dispatched after events were committed to the log, for metrics and audits.
 */
final class EventsEmitted
{
    /**
     * @param string             $connection the connection's name
     * @param list<EmittedEvent> $events     in the order of their emission
     */
    public function __construct(public readonly string $connection, public readonly array $events)
    {
    }
}
