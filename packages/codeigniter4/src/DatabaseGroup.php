<?php

declare(strict_types=1);

namespace NoSocket\CodeIgniter;

use InvalidArgumentException;

/**
 * Turns a group of Config\Database into options of the extension.
 */
final class DatabaseGroup
{
    /** @return array<string, string> `dsn`, `table_prefix` and, for a server, `user` and `password` */
    public static function options(string $name): array
    {
        $group = config('Database')->{$name} ?? throw self::unusable($name, 'there is no such group');
        if (($group['DSN'] ?? '') !== '') {
            throw self::unusable($name, 'it is given as a DSN of CodeIgniter\'s');
        }
        $dsn = match ($driver = $group['DBDriver'] ?? '') {
            'SQLite3' => 'sqlite:' . self::file($name, $group),
            'MySQLi' => self::dsn($name, 'mysql', self::mysql($name, $group)),
            'Postgre' => self::dsn($name, 'pgsql', self::server($group) + ['sslmode' => $group['sslmode'] ?? '']),
            default => throw self::unusable($name, "the event log can't live in $driver"),
        };
        $prefix = ['table_prefix' => (string) ($group['DBPrefix'] ?? '')];

        return $driver === 'SQLite3' ? ['dsn' => $dsn] + $prefix : [
            'dsn' => $dsn,
            'user' => (string) ($group['username'] ?? ''),
            'password' => (string) ($group['password'] ?? ''),
        ] + $prefix;
    }

    /** @param array<string, mixed> $group */
    private static function file(string $name, array $group): string
    {
        $file = (string) ($group['database'] ?? '');
        if ($file === '' || $file === ':memory:') {
            throw self::unusable($name, 'its database is no file');
        }

        // As CodeIgniter does.
        return str_contains($file, DIRECTORY_SEPARATOR) ? $file : WRITEPATH . $file;
    }

    /**
     * @param array<string, mixed> $group
     *
     * @return array<string, string>
     */
    private static function mysql(string $name, array $group): array
    {
        $encrypt = $group['encrypt'] ?? false;
        if ($encrypt !== false && !isset($encrypt['ssl_ca'])) {
            throw self::unusable($name, 'its connection is encrypted without the authority\'s certificate (ssl_ca)');
        }
        $keys = self::server($group);
        if (str_starts_with($keys['host'], '/')) {
            $keys = ['unix_socket' => $keys['host'], 'dbname' => $keys['dbname']];
        } elseif ($keys['host'] === 'localhost') {
            // To CodeIgniter that is the server's socket, whatever the port.
            unset($keys['port']);
        }

        return $keys + ['ssl_ca' => $encrypt['ssl_ca'] ?? ''];
    }

    /**
     * @param array<string, mixed> $group
     *
     * @return array{host: string, port: string, dbname: string}
     */
    private static function server(array $group): array
    {
        return [
            'host' => (string) ($group['hostname'] ?? ''),
            'port' => (string) ($group['port'] ?? ''),
            'dbname' => (string) ($group['database'] ?? ''),
        ];
    }

    /** @param array<string, string> $keys */
    private static function dsn(string $name, string $scheme, array $keys): string
    {
        if ($keys['dbname'] === '') {
            throw self::unusable($name, 'it names no database');
        }
        $pairs = [];
        foreach (array_filter($keys, static fn (string $value): bool => $value !== '') as $key => $value) {
            if (str_contains($value, ';')) {
                throw self::unusable($name, "its $key has a semicolon");
            }
            $pairs[] = "$key=$value";
        }

        return "$scheme:" . implode(';', $pairs);
    }

    private static function unusable(string $name, string $why): InvalidArgumentException
    {
        return new InvalidArgumentException("The group $name of Config\\Database can't be used for NoSocket: $why. "
            . 'Set nosocket.dsn, nosocket.user and nosocket.password in .env, or another group as nosocket.dbGroup.');
    }
}
