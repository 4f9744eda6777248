<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Tests;

use Symfony\Bundle\FrameworkBundle\Console\Application;
use Symfony\Component\Console\Tester\CommandTester;

final class CommandsTest extends BundleTestCase
{
    public function testInstallMakesTheTables(): void
    {
        self::boot();
        $install = $this->run_('nosocket:install');
        self::assertSame(0, $install->getStatusCode());
        self::assertStringContainsString('schema version 2', $install->getDisplay());
    }

    public function testCleanupCountsWhatItRemoved(): void
    {
        self::boot(['connections' => ['default' => self::log(), 'audit' => self::log()]]);
        $cleanup = $this->run_('nosocket:cleanup');
        self::assertStringContainsString('Connection "default": 0 expired events removed.', $cleanup->getDisplay());
        self::assertStringContainsString('Connection "audit"', $cleanup->getDisplay());
        $one = $this->run_('nosocket:cleanup', ['--connection' => 'audit']);
        self::assertStringNotContainsString('default', $one->getDisplay());
    }

    public function testDiagnoseShowsSettingsWithoutSecrets(): void
    {
        self::boot();
        $diagnose = $this->run_('nosocket:diagnose');
        self::assertSame(0, $diagnose->getStatusCode(), $diagnose->getDisplay());
        self::assertStringContainsString('rate_limiter', $diagnose->getDisplay());
        self::assertStringContainsString('all is well', $diagnose->getDisplay());
        self::assertStringNotContainsString(self::SECRET, $diagnose->getDisplay());
        $json = \json_decode($this->run_('nosocket:diagnose', ['--json' => true])->getDisplay(), true);
        self::assertSame('sqlite', $json['default']['connection']['backend']);
    }

    /** @dataProvider faults */
    public function testDiagnoseSaysWhatIsWrongAndFails(array $settings, string $says): void
    {
        self::boot(['connections' => ['default' => $settings + self::log()]]);
        $diagnose = $this->run_('nosocket:diagnose');
        self::assertSame(1, $diagnose->getStatusCode());
        self::assertStringContainsString($says, $diagnose->getDisplay());
    }

    public static function faults(): array
    {
        return [
            'a server that is not there' => [['dsn' => 'mysql:host=127.0.0.1;port=1;dbname=app'], '127.0.0.1'],
            'no secret' => [['secret' => []], 'openssl rand -hex 32'],
            'a short secret' => [['secret' => 'short'], '32'],
        ];
    }

    /**
     * @param array<string, mixed> $input
     */
    private function run_(string $name, array $input = []): CommandTester
    {
        $tester = new CommandTester((new Application(self::$kernel))->find($name));
        $tester->execute($input);

        return $tester;
    }
}
