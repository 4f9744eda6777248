<?php

declare(strict_types=1);

namespace CodeIgniter\Config;

/**
 * Shared configurations: those in the namespace Config by their short names, others by their full ones.
 */
class Factories
{
    /** @var array<string, object> */
    private static array $instances = [];

    public static function get(string $component, string $name): ?object
    {
        $class = str_contains($name, '\\') ? $name : "Config\\$name";

        return self::$instances[$name] ??= new $class();
    }

    public static function injectMock(string $component, string $name, object $instance): void
    {
        self::$instances[$name] = $instance;
    }

    public static function reset(?string $component = null): void
    {
        self::$instances = [];
    }
}
