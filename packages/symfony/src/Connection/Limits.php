<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Connection;

/**
 * What requests may measure. The extension enforces its settings itself; the controllers must know these two before.
 */
final class Limits
{
    public function __construct(public readonly int $maxBody = 65536, public readonly int $maxChannels = 100)
    {
    }

    /**
     * From where the extension takes its settings: the options, over php.ini, over the environment, over defaults.
     *
     * @param array<string, mixed> $options
     */
    public static function from(array $options): self
    {
        $defaults = new self();

        return new self(
            self::setting($options, 'max_body', $defaults->maxBody),
            self::setting($options, 'max_channels', $defaults->maxChannels),
        );
    }

    /**
     * @param array<string, mixed> $options
     */
    private static function setting(array $options, string $name, int $default): int
    {
        $value = $options[$name] ?? (\ini_get("nosocket.$name") ?: \getenv('NOSOCKET_' . \strtoupper($name), true));

        return \is_numeric($value) ? (int) $value : $default;
    }
}
