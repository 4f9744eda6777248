<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Page;

/**
 * What a page must know to follow channels: the template's function `nosocket()` renders it.
 */
final class Page
{
    /**
     * @param string|null                                               $token     null: no channel is allowed
     * @param array<string|int, array{cursor: int, epoch: string|null}> $positions by channel
     * @param list<string>                                              $denied    channels that are not allowed
     */
    public function __construct(
        public readonly string $connection,
        public readonly string $namespace,
        #[\SensitiveParameter]
        public readonly ?string $token,
        public readonly array $positions,
        public readonly array $denied,
    ) {
    }
}
