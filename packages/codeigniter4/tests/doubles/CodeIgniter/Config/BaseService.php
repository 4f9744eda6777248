<?php

declare(strict_types=1);

namespace CodeIgniter\Config;

/**
 * Shared instances by name.
 */
class BaseService
{
    /** @var array<string, object> */
    protected static array $instances = [];

    public static function get(string $name): ?object
    {
        return \Config\Services::$name();
    }

    public static function resetSingle(string $name): void
    {
        unset(static::$instances[strtolower($name)]);
    }

    public static function injectMock(string $name, object $mock): void
    {
        static::$instances[strtolower($name)] = $mock;
    }

    protected static function getSharedInstance(string $name): object
    {
        return static::$instances[strtolower($name)] ??= \Config\Services::$name(false);
    }
}
