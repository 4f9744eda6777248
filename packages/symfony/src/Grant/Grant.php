<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Grant;

/**
 * What the voters' decisions came to.
 */
final class Grant
{
    /**
     * @param string|null  $token    null: nothing was allowed
     * @param list<string> $channels what it covers
     * @param list<string> $denied   what was asked for in vain
     */
    public function __construct(
        #[\SensitiveParameter]
        public readonly ?string $token,
        public readonly array $channels,
        public readonly array $denied,
    ) {
    }
}
