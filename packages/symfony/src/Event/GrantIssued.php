<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Event;

/**
 * Dispatched after the voters were asked about channels, for metrics and audits. It does not hold the token.
 */
final class GrantIssued
{
    /**
     * @param string       $connection the connection's name
     * @param string       $subject    whom the grant is for
     * @param list<string> $channels   what it covers; none: nothing was allowed, and no grant was signed
     * @param list<string> $denied     what was asked for in vain
     */
    public function __construct(
        public readonly string $connection,
        public readonly string $subject,
        public readonly array $channels,
        public readonly array $denied,
    ) {
    }
}
