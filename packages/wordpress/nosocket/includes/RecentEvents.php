<?php

/**
 * The newest events of a channel, and the position up to which they are known: the page's script goes on from there.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

defined('ABSPATH') || exit;

final class RecentEvents
{
    /** Pages of a log that is longer are left to the browser. */
    private const MAX_POLLS = 10;

    /** @param list<mixed> $payloads oldest first */
    private function __construct(
        public readonly array $payloads,
        public readonly ?int $cursor,
        public readonly ?string $epoch,
    ) {
    }

    public static function of(string $channel, string $event, int $most): self
    {
        try {
            return self::read($channel, $event, $most);
        } catch (\Throwable $fault) {
            // The page is shown without them.
            Log::fault('read a channel', $fault);
            return new self([], null, null);
        }
    }

    private static function read(string $channel, string $event, int $most): self
    {
        $log = Handle::get();
        // A subject of its own: pages are not limited as browsers are.
        $grant = $log->grant([$channel], 'page:' . bin2hex(random_bytes(8)), MINUTE_IN_SECONDS);
        $position = ['replay' => 'retained'];
        $payloads = [];
        for ($polls = 1; $polls <= self::MAX_POLLS; $polls++) {
            $result = $log->poll([$channel => $position], $grant);
            foreach ($result->events as $each) {
                if ($event === '*' || $each->event === $event) {
                    $payloads[] = $each->payload;
                }
            }
            $payloads = array_slice($payloads, -$most);
            $position = ['cursor' => $result->cursors[$channel], 'epoch' => $result->epochs[$channel] ?? null];
            if (!$result->hasMore) {
                break;
            }
        }
        return new self($payloads, $position['cursor'], $position['epoch']);
    }
}
