<?php

namespace NoSocket;

/**
 * The answer to one poll.
 */
final class PollResult implements \JsonSerializable
{
    /** @var list<Event> oldest first in each channel */
    public readonly array $events;

    /** @var array<string|int, int> where each channel's reader now stands */
    public readonly array $cursors;

    /** @var array<string|int, string> each channel's epoch; a channel without events has none */
    public readonly array $epochs;

    /** Whether events were left for a next poll, which may follow at once. */
    public readonly bool $hasMore;

    /** @var list<string> channels whose history is gone: read the data again, then go on from the cursor given here */
    public readonly array $resyncRequired;

    /**
     * @var array<string, string> the beacons of these channels: what the file at each URL held before the log was read;
     *                            empty if beacons are off
     */
    public readonly array $beacons;

    private function __construct()
    {
    }

    /** The answer's JSON as poll.php would send it. Faster than json_encode(). */
    public function toJson(): string
    {
    }

    /** The answer as on the wire. */
    public function jsonSerialize(): object
    {
    }
}
