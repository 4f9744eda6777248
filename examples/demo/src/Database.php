<?php

declare(strict_types=1);

namespace Demo;

use PDO;
use PDOException;
use RuntimeException;

/**
 * The application's own connection, to the database that the extension is configured for. An application that has
 * its own configuration does the reverse: it hands its own to `new NoSocket([…])`.
 */
final class Database
{
    /** PDO's name for each scheme that the extension takes. */
    private const DRIVERS = [
        'sqlite' => 'sqlite',
        'mysql' => 'mysql',
        'mariadb' => 'mysql',
        'pgsql' => 'pgsql',
        'postgres' => 'pgsql',
        'postgresql' => 'pgsql',
    ];

    public static function connect(): PDO
    {
        [$scheme, $rest] = explode(':', self::setting('dsn', 'NOSOCKET_DSN'), 2) + [1 => ''];
        $driver = self::DRIVERS[$scheme] ?? throw new RuntimeException(
            'Set nosocket.dsn to sqlite:/path/to/file, mysql:host=…;dbname=… or pgsql:host=…;dbname=….',
        );
        try {
            return $driver === 'sqlite' ? self::openFile($rest) : self::openServer($driver, $rest);
        } catch (PDOException $fault) {
            // Not as the previous one: its stack trace can hold the password.
            throw new RuntimeException("The demo's connection: {$fault->getMessage()}");
        }
    }

    /** Its name for people. */
    public static function name(PDO $database): string
    {
        return match ($database->getAttribute(PDO::ATTR_DRIVER_NAME)) {
            'sqlite' => 'SQLite',
            'pgsql' => 'PostgreSQL',
            'mysql' => str_contains($database->getAttribute(PDO::ATTR_SERVER_VERSION), 'MariaDB') ? 'MariaDB' : 'MySQL',
        };
    }

    private static function openFile(string $rest): PDO
    {
        return self::open('sqlite:' . (str_starts_with($rest, '//') ? rawurldecode(substr($rest, 2)) : $rest));
    }

    private static function openServer(string $driver, string $rest): PDO
    {
        $given = str_starts_with($rest, '//') ? self::urlParameters($rest) : self::pdoParameters($rest);
        $user = self::setting('user', 'NOSOCKET_DB_USER') ?: $given['user'] ?? null;
        $password = self::setting('password', 'NOSOCKET_DB_PASSWORD') ?: $given['password'] ?? null;
        // For PDO this one is an option.
        $options = isset($given['ssl_ca']) ? [PDO::MYSQL_ATTR_SSL_CA => $given['ssl_ca']] : [];
        unset($given['user'], $given['password'], $given['ssl_ca']);

        $given += ['host' => 'localhost'];
        // To PDO with MySQL, `localhost` is a socket, and no other host is. The extension goes by the other keys.
        if (isset($given['unix_socket'])) {
            $given['host'] = 'localhost';
        } elseif ($driver === 'mysql' && $given['host'] === 'localhost' && isset($given['port'])) {
            $given['host'] = '127.0.0.1';
        }
        $pairs = [];
        foreach ($given as $key => $value) {
            $pairs[] = "$key=$value";
        }
        return self::open("$driver:" . implode(';', $pairs), $user, $password, $options);
    }

    /** @param array<int, mixed> $options */
    private static function open(
        string $dsn,
        ?string $user = null,
        #[\SensitiveParameter] ?string $password = null,
        array $options = [],
    ): PDO {
        return new PDO($dsn, $user, $password, $options + [
            PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
            PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC,
            PDO::ATTR_TIMEOUT => 10,
        ]);
    }

    /** @return array<string, string> */
    private static function pdoParameters(string $text): array
    {
        $parameters = [];
        foreach (array_filter(explode(';', $text)) as $pair) {
            [$key, $value] = explode('=', $pair, 2) + [1 => ''];
            $parameters[trim($key)] = $value;
        }
        return $parameters;
    }

    /** @return array<string, string> */
    private static function urlParameters(string $text): array
    {
        // PHP takes no URL without a host.
        $url = parse_url(preg_replace('#^///#', '//localhost/', $text)) ?: [];
        parse_str($url['query'] ?? '', $query);
        return $query + array_filter([
            'host' => $url['host'] ?? '',
            'port' => (string) ($url['port'] ?? ''),
            'dbname' => rawurldecode(ltrim($url['path'] ?? '', '/')),
            'user' => rawurldecode($url['user'] ?? ''),
            'password' => rawurldecode($url['pass'] ?? ''),
        ]);
    }

    /** A setting of the extension, from where the extension takes it. */
    private static function setting(string $name, string $variable): string
    {
        return ini_get("nosocket.$name") ?: getenv($variable) ?: '';
    }
}
