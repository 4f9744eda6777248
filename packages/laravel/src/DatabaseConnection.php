<?php

declare(strict_types=1);

namespace NoSocket\Laravel;

use Illuminate\Support\Arr;
use InvalidArgumentException;

/**
 * The extension's options for a connection of config/database.php.
 */
final class DatabaseConnection
{
    /**
     * @param array<string, mixed> $config as the connection itself has it, with a URL taken apart
     *
     * @return array<string, mixed>
     *
     * @throws InvalidArgumentException if the extension can't use such a database
     */
    public static function options(string $name, array $config): array
    {
        $options = match ($config['driver'] ?? null) {
            'sqlite' => ['dsn' => 'sqlite:' . self::file($name, (string) $config['database'])],
            'mysql', 'mariadb' => self::server('mysql', $config, self::mysql($config)),
            'pgsql' => self::server('pgsql', $config, self::pgsql($config)),
            default => throw new InvalidArgumentException(
                "NoSocket works with SQLite, MySQL, MariaDB and PostgreSQL, and the database connection [$name] is"
                . ' none of them. Name another one in NOSOCKET_DATABASE, or set NOSOCKET_DSN.'
            ),
        };
        $prefix = (string) ($config['prefix'] ?? '');
        return $prefix === '' ? $options : $options + ['table_prefix' => $prefix];
    }

    private static function file(string $name, string $file): string
    {
        if (str_contains($file, ':memory:') || str_contains($file, 'mode=memory')) {
            throw new InvalidArgumentException(
                "The database connection [$name] is in memory, which other requests can't see. Set NOSOCKET_DSN to a"
                . ' file (sqlite:/path/to/nosocket.sqlite), or use NoSocket::fake() in tests.'
            );
        }
        return $file;
    }

    /**
     * @param array<string, mixed> $config
     * @param array<string, mixed> $more   what else belongs into the DSN
     *
     * @return array<string, string>
     */
    private static function server(string $driver, array $config, array $more): array
    {
        $parts = $more + Arr::only($config, ['host', 'port']) + ['dbname' => $config['database'] ?? ''];
        // Of several hosts Laravel takes any; the log must always be the same one.
        $parts = array_map(fn (mixed $part): string => (string) Arr::first(Arr::wrap($part)), $parts);
        $dsn = [];
        foreach (array_filter($parts, fn (string $part): bool => $part !== '') as $key => $part) {
            $dsn[] = "$key=$part";
        }
        return array_filter([
            'dsn' => "$driver:" . implode(';', $dsn),
            'user' => (string) ($config['username'] ?? ''),
            'password' => (string) ($config['password'] ?? ''),
        ], fn (string $value): bool => $value !== '');
    }

    /**
     * @param array<string, mixed> $config
     *
     * @return array<string, mixed>
     */
    private static function mysql(array $config): array
    {
        if (($config['unix_socket'] ?? '') !== '') {
            return ['unix_socket' => $config['unix_socket'], 'host' => '', 'port' => ''];
        }
        $constant = defined('Pdo\\Mysql::ATTR_SSL_CA') ? 'Pdo\\Mysql::ATTR_SSL_CA' : 'PDO::MYSQL_ATTR_SSL_CA';
        return ['ssl_ca' => defined($constant) ? $config['options'][constant($constant)] ?? '' : ''];
    }

    /**
     * "prefer" and "allow" promise nothing; the extension knows only modes that do.
     *
     * @param array<string, mixed> $config
     *
     * @return array<string, mixed>
     */
    private static function pgsql(array $config): array
    {
        $mode = $config['sslmode'] ?? '';
        return in_array($mode, ['', 'allow', 'prefer'], true) ? [] : Arr::only($config, ['sslmode', 'sslrootcert']);
    }
}
