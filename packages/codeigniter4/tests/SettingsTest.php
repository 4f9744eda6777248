<?php

declare(strict_types=1);

namespace NoSocket\CodeIgniter\Tests;

use InvalidArgumentException;
use NoSocket\CodeIgniter\Config\NoSocket as Config;
use NoSocket\CodeIgniter\Settings;
use ReflectionClass;
use ReflectionProperty;

final class SettingsTest extends TestCase
{
    protected function tearDown(): void
    {
        putenv('NOSOCKET_DSN');
        unset($_ENV['nosocket.eventTtl'], $_ENV['nosocket.secret']);
        parent::tearDown();
    }

    public function testOptionsHaveTheExtensionsNamesAndNullsAreLeftOut(): void
    {
        $this->config->eventTtl = 60;
        $this->config->cleanupProbability = 0.0;
        $this->config->persistent = false;
        self::assertSame([
            'dsn' => $this->config->dsn,
            'event_ttl' => 60,
            'cleanup_probability' => 0.0,
            'persistent' => false,
            'secret' => [self::SECRET],
        ], Settings::of($this->config)->options);
    }

    public function testEveryOptionOfTheExtensionCanBeSet(): void
    {
        $this->config->user = $this->config->password = 'x';
        $this->config->rateLimiter = 'off';
        $this->config->tablePrefix = 'x_';
        $this->config->cleanupProbability = 0.5;
        $this->config->persistent = true;
        $this->config->beaconDir = '/srv/app/public/beacons';
        $this->config->beaconUrl = '/beacons/';
        $this->config->trustedProxies = '192.0.2.1';
        $this->config->corsOrigins = 'https://example.org';
        $this->config->emitFailure = 'log';
        $numbers = array_filter(
            (new ReflectionClass(Config::class))->getProperties(),
            static fn (ReflectionProperty $property): bool => (string) $property->getType() === '?int',
        );
        foreach ($numbers as $property) {
            // The only one that must be larger is a size.
            $this->config->{$property->getName()} = $property->getName() === 'maxBody' ? 300 : 30;
        }
        $options = Settings::of($this->config)->options;
        $taken = (new \NoSocket($options))->diagnostics()['settings'];
        self::assertSame([], array_diff_key($taken, $options), 'nothing is left that could not be set');
        self::assertSame(30, $taken['event_ttl']);
        self::assertSame(30, $taken['poll_limit']);
        self::assertSame('x_', $taken['table_prefix']);
    }

    public function testSeveralSecretsAreSeparatedByCommas(): void
    {
        $this->config->secret = str_repeat('a', 32) . ', ' . str_repeat('b', 32);
        self::assertSame([str_repeat('a', 32), str_repeat('b', 32)], Settings::of($this->config)->options['secret']);
    }

    public function testSingleValuesComeFromDotEnv(): void
    {
        $_ENV['nosocket.eventTtl'] = '120';
        $_ENV['nosocket.secret'] = self::SECRET;
        $config = new Config();
        self::assertSame(120, $config->eventTtl);
        self::assertSame(self::SECRET, $config->secret);
    }

    public function testTheDsnOfTheConfigurationIsBeforeTheEnvironmentAndThatBeforeTheGroup(): void
    {
        $this->setDefaultGroup(['DBDriver' => 'SQLite3', 'database' => '/data/app.db', 'DBPrefix' => '']);
        putenv('NOSOCKET_DSN=sqlite:/elsewhere');
        self::assertSame('Config\NoSocket', Settings::of($this->config)->source);
        $this->config->dsn = null;
        self::assertSame('the environment', Settings::of($this->config)->source);
        self::assertArrayNotHasKey('dsn', Settings::of($this->config)->options);
        putenv('NOSOCKET_DSN');
        $settings = Settings::of($this->config);
        self::assertSame(['Config\Database, group default', 'default'], [$settings->source, $settings->dbGroup]);
        $this->config->dbGroup = null;
        self::assertSame('nowhere', Settings::of($this->config)->source);
    }

    /**
     * @dataProvider groups
     *
     * @param array<string, mixed>  $group
     * @param array<string, string> $options
     */
    public function testADatabaseGroupIsTakenOver(array $group, array $options): void
    {
        $this->config->dsn = null;
        $this->config->secret = null;
        $this->setDefaultGroup($group);
        self::assertSame($options, Settings::of($this->config)->options);
    }

    /** @return iterable<string, array{array<string, mixed>, array<string, string>}> */
    public static function groups(): iterable
    {
        $server = ['hostname' => 'db', 'username' => 'u', 'password' => 'p;=', 'database' => 'app', 'DBPrefix' => 'x_', 'DSN' => ''];
        $login = ['user' => 'u', 'password' => 'p;=', 'table_prefix' => 'x_'];
        $mysql = ['DBDriver' => 'MySQLi', 'port' => 3306, 'encrypt' => false] + $server;
        yield 'SQLite, absolute' => [
            ['DBDriver' => 'SQLite3', 'database' => '/data/app.db', 'DBPrefix' => 'x_'],
            ['dsn' => 'sqlite:/data/app.db', 'table_prefix' => 'x_'],
        ];
        yield 'SQLite, by name' => [
            ['DBDriver' => 'SQLite3', 'database' => 'app.db', 'DBPrefix' => ''],
            ['dsn' => 'sqlite:' . WRITEPATH . 'app.db', 'table_prefix' => ''],
        ];
        yield 'MySQL' => [$mysql, ['dsn' => 'mysql:host=db;port=3306;dbname=app'] + $login];
        yield 'MySQL, here' => [['hostname' => 'localhost'] + $mysql, ['dsn' => 'mysql:host=localhost;dbname=app'] + $login];
        yield 'MySQL, socket' => [['hostname' => '/run/s'] + $mysql, ['dsn' => 'mysql:unix_socket=/run/s;dbname=app'] + $login];
        yield 'MySQL, encrypted' => [
            ['encrypt' => ['ssl_ca' => '/ca.pem']] + $mysql,
            ['dsn' => 'mysql:host=db;port=3306;dbname=app;ssl_ca=/ca.pem'] + $login,
        ];
        yield 'PostgreSQL' => [
            ['DBDriver' => 'Postgre', 'port' => '', 'sslmode' => 'require'] + $server,
            ['dsn' => 'pgsql:host=db;dbname=app;sslmode=require'] + $login,
        ];
    }

    /**
     * @dataProvider unusableGroups
     *
     * @param array<string, mixed> $group
     */
    public function testAGroupThatCannotBeTakenOverSaysWhyAndWhatToDo(array $group, string $why): void
    {
        $this->config->dsn = null;
        $this->setDefaultGroup($group);
        $this->expectException(InvalidArgumentException::class);
        $this->expectExceptionMessageMatches("/^The group default .*: .*$why.*Set nosocket\\.dsn/");
        Settings::of($this->config);
    }

    /** @return iterable<string, array{array<string, mixed>, string}> */
    public static function unusableGroups(): iterable
    {
        yield 'another database' => [['DBDriver' => 'SQLSRV', 'database' => 'app'], "can't live in SQLSRV"];
        yield 'in memory' => [['DBDriver' => 'SQLite3', 'database' => ':memory:'], 'is no file'];
        yield 'no database' => [['DBDriver' => 'MySQLi', 'hostname' => 'localhost', 'database' => ''], 'names no database'];
        yield 'a DSN' => [['DBDriver' => 'MySQLi', 'DSN' => 'MySQLi://u:p@h/d'], 'DSN of CodeIgniter'];
        yield 'a semicolon' => [['DBDriver' => 'Postgre', 'hostname' => 'a;b', 'database' => 'app'], 'host has a semicolon'];
        yield 'blind trust' => [['DBDriver' => 'MySQLi', 'database' => 'app', 'encrypt' => ['ssl_verify' => false]], 'ssl_ca'];
    }
}
