<?php

declare(strict_types=1);

namespace CodeIgniter\CLI;

class CLI
{
    public static function write(string $text = '', ?string $foreground = null): void
    {
        fwrite(STDOUT, "$text\n");
    }

    public static function error(string $text): void
    {
        fwrite(STDERR, "$text\n");
    }

    public static function getOption(string $name): string|bool|null
    {
        return null;
    }
}
