<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Tests;

use NoSocket\Bundle\NoSocketInterface;
use NoSocket\Bundle\Tests\App\Listener;
use NoSocket\Bundle\Tests\App\TestKernel;
use NoSocket\Bundle\Tests\App\TestLogger;
use Symfony\Bundle\FrameworkBundle\KernelBrowser;
use Symfony\Bundle\FrameworkBundle\Test\WebTestCase;

/**
 * Boots the test application with a configuration, by default with a new log in a file.
 */
abstract class BundleTestCase extends WebTestCase
{
    protected const SECRET = 'the secret of the tests of the bundle: long enough';

    /** @var array<string, mixed> */
    private static array $nosocket = [];

    private static int $logs = 0;

    /**
     * @param array<string, mixed> $nosocket what stands under `nosocket`, over self::log()
     */
    protected static function boot(array $nosocket = [], bool $debug = true): void
    {
        self::$nosocket = $nosocket + ['connections' => ['default' => self::log()]];
        static::bootKernel(['debug' => $debug]);
    }

    /**
     * @param array<string, mixed> $nosocket as of boot()
     */
    protected static function browser(array $nosocket = [], ?string $user = null): KernelBrowser
    {
        self::$nosocket = $nosocket + ['connections' => ['default' => self::log()]];

        return static::createClient([], $user === null ? [] : ['PHP_AUTH_USER' => $user, 'PHP_AUTH_PW' => 'secret']);
    }

    protected static function createKernel(array $options = []): TestKernel
    {
        return new TestKernel(self::$nosocket, $options['debug'] ?? true);
    }

    protected function tearDown(): void
    {
        parent::tearDown();
        self::$logs = 0;
        // Symfony's error handler, which newer kernels leave behind.
        while (true) {
            $previous = \set_exception_handler(static fn () => null);
            \restore_exception_handler();
            if ($previous === null) {
                break;
            }
            \restore_exception_handler();
        }
    }

    /**
     * Settings of a connection to a log that nobody else uses. Its place is in the environment, so that tests with the
     * same configuration share a compiled container.
     *
     * @param array<string, mixed> $settings
     *
     * @return array<string, mixed>
     */
    protected static function log(array $settings = []): array
    {
        $variable = 'NOSOCKET_TEST_DSN_' . ++self::$logs;
        $_SERVER[$variable] = 'sqlite:' . TestKernel::folder() . '/' . \bin2hex(\random_bytes(6)) . '.sqlite';

        return $settings + [
            'dsn' => "%env($variable)%",
            'secret' => self::SECRET,
            'rate_limiter' => 'off',
            'cleanup_probability' => 0,
        ];
    }

    protected static function nosocket(): NoSocketInterface
    {
        return static::getContainer()->get(NoSocketInterface::class);
    }

    protected static function logger(): TestLogger
    {
        return static::getContainer()->get('logger');
    }

    protected static function listener(): Listener
    {
        return static::getContainer()->get(Listener::class);
    }

    /**
     * What a token says.
     *
     * @return array<string, mixed>
     */
    protected static function claims(string $token): array
    {
        return \json_decode((string) \base64_decode(\strtr(\explode('.', $token)[1], '-_', '+/')), true);
    }
}
