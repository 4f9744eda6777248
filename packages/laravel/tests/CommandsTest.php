<?php

declare(strict_types=1);

namespace NoSocket\Laravel\Tests;

use Illuminate\Console\Scheduling\Schedule;
use Illuminate\Support\Facades\Artisan;

final class CommandsTest extends TestCase
{
    protected array $env = ['APP_ENV' => 'testing', 'BROADCAST_DRIVER' => 'null'];

    public function testInstallWritesWhatIsMissingAndMakesTheTables(): void
    {
        $this->artisan('nosocket:install')
            ->expectsOutput('Written to .env: NOSOCKET_DATABASE, NOSOCKET_SECRET.')
            ->expectsOutput('The event log is ready: sqlite, schema version 2.')
            ->expectsOutput('Set BROADCAST_DRIVER=nosocket in .env to broadcast with it.')
            ->assertExitCode(0)
            ->run();
        $env = file_get_contents("$this->folder/.env");
        self::assertMatchesRegularExpression('/^NOSOCKET_DATABASE=sqlite\nNOSOCKET_SECRET=[0-9a-f]{64}$/m', $env);
        self::assertFileEquals(dirname(__DIR__) . '/config/nosocket.php', "$this->folder/config/nosocket.php");
        self::assertFileDoesNotExist("$this->folder/public/poll.php");
        $this->artisan('nosocket:install')->assertExitCode(0)->run();
        self::assertSame($env, file_get_contents("$this->folder/.env"));
    }

    public function testInstallPublishesThePollEndpointWhenAsked(): void
    {
        config([
            'nosocket.options.dsn' => "sqlite:$this->folder/log.sqlite",
            'nosocket.options.secret' => str_repeat('s', 32),
        ]);
        $this->artisan('nosocket:install', ['--poll' => true])->assertExitCode(0)->run();
        self::assertFileEquals(dirname(__DIR__, 3) . '/public/poll.php', "$this->folder/public/poll.php");
        self::assertSame('', file_get_contents("$this->folder/.env"));
    }

    public function testInstallMakesNoEnvFile(): void
    {
        unlink("$this->folder/.env");
        self::assertSame(1, Artisan::call('nosocket:install'));
        self::assertStringContainsString('no .env', Artisan::output());
        self::assertFileDoesNotExist("$this->folder/.env");
    }

    public function testInstallSaysWhatIsWrong(): void
    {
        config(['nosocket.options.secret' => 'short']);
        self::assertSame(1, Artisan::call('nosocket:install'));
        self::assertStringContainsString('at least 32', Artisan::output());
        config(['nosocket.options.secret' => null, 'database.connections.sqlite.database' => ':memory:']);
        self::assertSame(1, Artisan::call('nosocket:install'));
        self::assertStringContainsString('in memory', Artisan::output());
    }

    public function testPruneCountsWhatIsGone(): void
    {
        config(['nosocket.database' => 'sqlite', 'nosocket.options.cleanup_probability' => 0]);
        $this->log()->emit('news', 'short', ttlSeconds: 1);
        $this->log()->emit('news', 'long');
        sleep(2);
        $this->artisan('nosocket:prune')->expectsOutput('Expired events removed: 1.')->assertExitCode(0);
    }

    public function testPruneIsScheduledUnlessItIsTurnedOff(): void
    {
        $commands = fn () => collect($this->app->make(Schedule::class)->events())->implode('command');
        self::assertStringContainsString('nosocket:prune', $commands());
        config(['nosocket.prune' => false]);
        $this->app->forgetInstance(Schedule::class);
        self::assertStringNotContainsString('nosocket:prune', $commands());
    }

    public function testTheDoctorSaysWhatToDo(): void
    {
        self::assertSame(1, Artisan::call('nosocket:doctor'));
        $output = Artisan::output();
        self::assertMatchesRegularExpression('/wrong +secret .*Run nosocket:install/', $output);
        self::assertMatchesRegularExpression('/wrong +log .*NOSOCKET_DATABASE/', $output);
        self::assertMatchesRegularExpression('/wrong +broadcasts .*BROADCAST_CONNECTION=nosocket/', $output);
        config(['nosocket.options.dsn' => 'mysql:host=127.0.0.1;port=1;dbname=x']);
        $this->app->forgetInstance(\NoSocket\Laravel\NoSocketManager::class);
        Artisan::call('nosocket:doctor');
        self::assertMatchesRegularExpression('/wrong +database .*127\.0\.0\.1/', Artisan::output());
    }

    public function testTheDoctorIsContent(): void
    {
        config([
            'nosocket.database' => 'sqlite',
            'nosocket.options.secret' => str_repeat('s', 32),
            'broadcasting.default' => 'nosocket',
        ]);
        self::assertSame(0, Artisan::call('nosocket:doctor', ['--no-poll' => true]), Artisan::output());
    }
}
