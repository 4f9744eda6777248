<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Message;

/**
 * One event to be emitted: an entry of a batch, or a message for Messenger.
 */
final class Emit
{
    /** The parameters are those of {@see \NoSocket\Bundle\PublisherInterface::emit()}. */
    public function __construct(
        public readonly string $channel,
        public readonly string $event,
        public readonly mixed $payload = null,
        public readonly ?int $ttlSeconds = null,
        public readonly ?string $except = null,
        public readonly bool $transient = false,
    ) {
    }
}
