<?php

declare(strict_types=1);

namespace NoSocket\Laravel\Tests;

use InvalidArgumentException;
use NoSocket\Laravel\DatabaseConnection;
use NoSocket\Laravel\Settings;

final class SettingsTest extends TestCase
{
    protected array $env = ['APP_ENV' => 'testing'];

    public function testWhatIsEmptyIsLeftToPhpIni(): void
    {
        self::assertSame([], $this->settings(['options' => ['dsn' => '', 'user' => null]]));
        self::assertSame(['event_ttl' => '60'], $this->settings(['options' => ['event_ttl' => '60']]));
    }

    public function testSeveralSecretsAreAList(): void
    {
        self::assertSame(['secret' => ['new', 'old']], $this->settings(['options' => ['secret' => 'new, old']]));
    }

    public function testCredentialsComeFromLaravelsConnection(): void
    {
        $url = 'postgres://app:p%40ss@db.test:5433/shop';
        config(['database.connections.pgsql' => ['url' => $url, 'driver' => 'pgsql']]);
        self::assertSame(
            ['dsn' => 'pgsql:host=db.test;port=5433;dbname=shop', 'user' => 'app', 'password' => 'p@ss'],
            $this->settings(['database' => 'pgsql', 'options' => []]),
        );
    }

    public function testADsnOfItsOwnIsNotMixedWithTheConnections(): void
    {
        $own = ['dsn' => 'mysql:host=elsewhere;dbname=log'];
        self::assertSame($own, $this->settings(['database' => 'sqlite', 'options' => $own]));
    }

    /**
     * @dataProvider connections
     *
     * @param array<string, mixed> $config
     * @param array<string, mixed> $options
     */
    public function testEachKindOfConnection(array $config, array $options): void
    {
        self::assertSame($options, DatabaseConnection::options('app', $config));
    }

    /** @return array<string, array{array<string, mixed>, array<string, mixed>}> */
    public static function connections(): array
    {
        $server = ['host' => 'db', 'port' => 3306, 'database' => 'app', 'username' => 'u', 'password' => 'p'];
        $login = ['user' => 'u', 'password' => 'p'];
        $socket = ['unix_socket' => '/run/mysqld.sock'];
        return [
            'a file' => [['driver' => 'sqlite', 'database' => '/a.sqlite'], ['dsn' => 'sqlite:/a.sqlite']],
            'MySQL' => [
                ['driver' => 'mysql', 'unix_socket' => ''] + $server,
                ['dsn' => 'mysql:host=db;port=3306;dbname=app'] + $login,
            ],
            'MariaDB, a prefix' => [
                ['driver' => 'mariadb', 'prefix' => 'shop_'] + $server,
                ['dsn' => 'mysql:host=db;port=3306;dbname=app'] + $login + ['table_prefix' => 'shop_'],
            ],
            'a socket' => [
                ['driver' => 'mysql'] + $socket + $server,
                ['dsn' => 'mysql:unix_socket=/run/mysqld.sock;dbname=app'] + $login,
            ],
            'encrypted MySQL' => [
                ['driver' => 'mysql', 'options' => [\PDO::MYSQL_ATTR_SSL_CA => '/ca.pem']] + $server,
                ['dsn' => 'mysql:ssl_ca=/ca.pem;host=db;port=3306;dbname=app'] + $login,
            ],
            'several hosts' => [
                ['driver' => 'mysql', 'host' => ['one', 'two']] + $server,
                ['dsn' => 'mysql:host=one;port=3306;dbname=app'] + $login,
            ],
            'PostgreSQL, encrypted if it happens' => [
                ['driver' => 'pgsql', 'sslmode' => 'prefer'] + $server,
                ['dsn' => 'pgsql:host=db;port=3306;dbname=app'] + $login,
            ],
            'PostgreSQL, encrypted' => [
                ['driver' => 'pgsql', 'sslmode' => 'verify-full', 'sslrootcert' => '/ca.pem'] + $server,
                ['dsn' => 'pgsql:sslmode=verify-full;sslrootcert=/ca.pem;host=db;port=3306;dbname=app'] + $login,
            ],
        ];
    }

    public function testDatabasesThatCantHoldALogAreRefused(): void
    {
        foreach ([['driver' => 'sqlsrv'], ['driver' => 'sqlite', 'database' => ':memory:']] as $config) {
            try {
                DatabaseConnection::options('app', $config);
                self::fail('It was taken.');
            } catch (InvalidArgumentException $e) {
                self::assertStringContainsString('NOSOCKET_DSN', $e->getMessage());
            }
        }
    }

    /**
     * @param array<string, mixed> $config
     *
     * @return array<string, mixed>
     */
    private function settings(array $config): array
    {
        config(['nosocket' => $config]);
        return $this->app->make(Settings::class)->options();
    }
}
