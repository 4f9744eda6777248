<?php

namespace NoSocket;

/**
 * One event as it stands in the log.
 */
final class Event implements \JsonSerializable
{
    /** Position in the channel: 1, 2, 3 … without gaps, in commit order. */
    public readonly int $id;

    public readonly string $channel;

    /** The event's name. */
    public readonly string $event;

    /** As given to emit(); from a poll, decoded with objects as associative arrays. */
    public readonly mixed $payload;

    /** The payload's JSON, byte for byte as stored. */
    public readonly string $payloadJson;

    /** When it was committed: UTC, ISO 8601 with milliseconds, such as `2026-05-31T12:00:00.123Z`. */
    public readonly string $createdAt;

    /** Id of the browser tab that drops the event, or null. */
    public readonly ?string $except;

    private function __construct()
    {
    }

    /**
     * The event as on the wire: `id`, `channel`, `event`, `payload`, `created_at` and, where set, `except`.
     *
     * @return array<string, mixed>
     */
    public function jsonSerialize(): array
    {
    }
}
