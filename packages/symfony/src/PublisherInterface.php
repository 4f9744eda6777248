<?php

declare(strict_types=1);

namespace NoSocket\Bundle;

use NoSocket\Bundle\Message\Emit;

/**
 * Appends events to channels. What most services need of NoSocket.
 */
interface PublisherInterface
{
    /**
     * Appends one event to a channel. When it returns, the event is committed.
     *
     * @param string      $channel    1–128 printable ASCII bytes without spaces and without `*`
     * @param string      $event      the event's name, by the same rule, not beginning with `nosocket.`
     * @param mixed       $payload    anything `json_encode` takes
     * @param int|null    $ttlSeconds seconds to keep the event; null: the connection's `event_ttl`
     * @param string|null $except     id of a browser tab that drops the event, see {@see Http\CurrentTab}
     * @param bool        $transient  the event may vanish without a resync (a typing indicator)
     *
     * @throws \NoSocket\InvalidArgumentException if a name, the payload or the time to live is bad
     * @throws \NoSocket\StorageException         if the database cannot be reached, is busy for too long, or refuses
     * @throws ExtensionUnusable                  if PHP's extension is missing or too old
     */
    public function emit(
        string $channel,
        string $event,
        mixed $payload = null,
        ?int $ttlSeconds = null,
        ?string $except = null,
        bool $transient = false,
    ): EmittedEvent;

    /**
     * Appends several events in one transaction: all or none.
     *
     * @param list<Emit> $events
     *
     * @return list<EmittedEvent> in the same order
     *
     * @throws \NoSocket\InvalidArgumentException if an event is bad; the message names its index; nothing is stored
     * @throws \NoSocket\StorageException         as for emit()
     * @throws ExtensionUnusable                  as for emit()
     */
    public function emitBatch(array $events): array;
}
