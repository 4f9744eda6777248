<?php

declare(strict_types=1);

namespace NoSocket\CodeIgniter\Tests;

use NoSocket\CodeIgniter\Commands\Cleanup;
use NoSocket\CodeIgniter\Commands\Doctor;
use NoSocket\CodeIgniter\Commands\Install;
use NoSocket\CodeIgniter\Published;

final class CommandsTest extends TestCase
{
    public function testInstallMakesTablesAndEndpointAndMayBeRepeated(): void
    {
        foreach ([1, 2] as $time) {
            [$status, $output] = $this->spark(Install::class);
            self::assertSame(EXIT_SUCCESS, $status, $output);
        }
        self::assertStringContainsString('Tables: version ', $output);
        self::assertStringNotContainsString('nosocket.secret', $output);
        self::assertFileExists(FCPATH . 'nosocket/poll.php');
        self::assertFileExists(FCPATH . 'nosocket/codeigniter.js');
        self::assertSame($this->config->dsn, (require Published::settings())['dsn']);
        self::assertSame(0640, fileperms(Published::settings()) & 0777);
    }

    public function testInstallCopiesTheBrowserClient(): void
    {
        [$status, $output] = $this->spark(Install::class, ['client' => dirname(__DIR__, 3) . '/client']);
        self::assertSame(EXIT_SUCCESS, $status, $output);
        self::assertFileExists(FCPATH . 'nosocket/client/nosocket.js');
        [$status, $output] = $this->spark(Install::class, ['client' => '/nowhere']);
        self::assertSame(EXIT_ERROR, $status);
        self::assertStringContainsString('/nowhere is not the folder of the browser client', $output);
    }

    public function testInstallProposesASecretWhereThereIsNone(): void
    {
        $this->config->secret = null;
        [$status, $output] = $this->spark(Install::class);
        self::assertSame(EXIT_SUCCESS, $status);
        self::assertMatchesRegularExpression('/^nosocket\.secret = [0-9a-f]{64}$/m', $output);
    }

    public function testInstallSaysInOneSentenceWhatIsWrong(): void
    {
        $this->config->dsn = 'sqlite:/nowhere/log.sqlite';
        [$status, $output] = $this->spark(Install::class);
        self::assertSame(EXIT_ERROR, $status);
        self::assertStringContainsString('/nowhere', $output);
        self::assertFileDoesNotExist(Published::endpoint());
    }

    public function testTheEndpointAnswersWithTheApplicationsSettings(): void
    {
        $this->spark(Install::class);
        // On the command line it has no request, but a log.
        self::assertStringContainsString(var_export(Published::settings(), true), (string) file_get_contents(Published::endpoint()));
        exec(PHP_BINARY . ' -n -l ' . escapeshellarg(Published::endpoint()), $lines, $status);
        self::assertSame(0, $status, implode("\n", $lines));
    }

    public function testCleanupSaysHowManyEventsItRemoved(): void
    {
        self::assertSame([EXIT_SUCCESS, "Removed 0 expired events.\n"], $this->trimmed($this->spark(Cleanup::class)));
        service('nosocket')->emit('orders', 'order.created', ttlSeconds: 1);
        sleep(2);
        self::assertSame([EXIT_SUCCESS, "Removed 1 expired events.\n"], $this->trimmed($this->spark(Cleanup::class)));
    }

    public function testTheDoctorIsContent(): void
    {
        $this->spark(Install::class);
        [$status, $output] = $this->spark(Doctor::class);
        self::assertSame(EXIT_SUCCESS, $status, $output);
        self::assertStringNotContainsString('[!]', $output);
        self::assertStringNotContainsString(self::SECRET, $output);
    }

    public function testTheDoctorLooksAtTheFolderOfTheBeacons(): void
    {
        $this->config->beaconDir = sys_get_temp_dir();
        $this->config->beaconUrl = '/beacons/';
        $this->spark(Install::class);
        [$status, $output] = $this->spark(Doctor::class);
        self::assertSame(EXIT_SUCCESS, $status, $output);
        self::assertStringContainsString('beacons: ' . sys_get_temp_dir(), $output);
        $this->config->beaconDir = '/nowhere/beacons';
        [$status, $output] = $this->spark(Doctor::class);
        self::assertSame(EXIT_ERROR, $status, $output);
        self::assertMatchesRegularExpression('~^\[!\] beacons: .*make the folder /nowhere/beacons~m', $output);
    }

    /** @dataProvider faults */
    public function testTheDoctorFinds(string $property, mixed $value, string $finding): void
    {
        $this->spark(Install::class);
        $this->config->{$property} = $value;
        [$status, $output] = $this->spark(Doctor::class);
        self::assertSame(EXIT_ERROR, $status, $output);
        self::assertMatchesRegularExpression("/^\\[!\\] $finding/m", $output);
        self::assertStringNotContainsString(self::SECRET, $output);
    }

    /** @return iterable<string, array{string, mixed, string}> */
    public static function faults(): iterable
    {
        yield 'no secret' => ['secret', null, 'secret: .*secret'];
        yield 'a short secret' => ['secret', 'short', 'settings: .*32'];
        yield 'nobody who authorises' => ['authorizer', null, 'authorizer: none'];
        yield 'a database that is not there' => ['dsn', 'sqlite:/nowhere/log.sqlite', 'database: .*nowhere'];
        yield 'an endpoint with older settings' => ['eventTtl', 61, 'endpoint: .*nosocket:install'];
    }

    public function testTheDoctorFindsTheFilterThatRefusesPolls(): void
    {
        config('Filters')->globals['before'] = ['csrf'];
        [, $output] = $this->spark(Doctor::class);
        self::assertMatchesRegularExpression('/^\[!\] csrf: .*nosocket\/\*/m', $output);
        config('Filters')->globals['before'] = ['csrf' => ['except' => ['nosocket/*']]];
        [, $output] = $this->spark(Doctor::class);
        self::assertStringContainsString('[ok] csrf', $output);
    }

    /**
     * @param array{int, string} $result
     *
     * @return array{int, string}
     */
    private function trimmed(array $result): array
    {
        return [$result[0], ltrim($result[1])];
    }
}
