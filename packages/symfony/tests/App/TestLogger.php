<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Tests\App;

use Psr\Log\AbstractLogger;

/**
 * Remembers what was logged.
 */
final class TestLogger extends AbstractLogger
{
    /** @var list<string> such as `error: It failed.` */
    public array $lines = [];

    public function log($level, $message, array $context = []): void
    {
        $values = \array_filter($context, static fn (mixed $value): bool => \is_scalar($value));
        $names = \array_map(static fn (string $name): string => "{{$name}}", \array_keys($values));
        $this->lines[] = "$level: " . \str_replace($names, \array_map('strval', $values), (string) $message);
    }
}
