<?php

declare(strict_types=1);

namespace NoSocket\Laravel\Diagnosis;

/**
 * What the doctor says about one part.
 */
final class Finding
{
    public function __construct(
        public readonly bool $good,
        public readonly string $part,
        public readonly string $text,
    ) {
    }
}
