<?php

declare(strict_types=1);

namespace NoSocket\Laravel\Events;

/**
 * Somebody was granted channels. The grant itself is not in here: whoever has it can read them.
 */
final class GrantIssued
{
    /**
     * @param string       $subject   whom it is for, such as `user:42` or `guest`
     * @param list<string> $channels  what it covers
     * @param list<string> $forbidden what was asked for as well
     */
    public function __construct(
        public readonly string $subject,
        public readonly array $channels,
        public readonly array $forbidden,
    ) {
    }
}
