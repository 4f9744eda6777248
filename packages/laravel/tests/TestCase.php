<?php

declare(strict_types=1);

namespace NoSocket\Laravel\Tests;

use App\Models\User;
use Illuminate\Contracts\Console\Kernel;
use Illuminate\Filesystem\Filesystem;
use Illuminate\Foundation\Testing\TestCase as LaravelTestCase;
use Illuminate\Support\Env;
use NoSocket\Laravel\NoSocketManager;

require_once __DIR__ . '/make-app.php';

/**
 * The tests' application, newly made for each test, with a log and a database of its own.
 */
abstract class TestCase extends LaravelTestCase
{
    protected string $folder;

    /** What stands in .env, as strings. */
    protected array $env = [
        'APP_ENV' => 'testing',
        'BROADCAST_DRIVER' => 'nosocket',
        'NOSOCKET_DATABASE' => 'sqlite',
        'NOSOCKET_SECRET' => 'the secret of the package tests: 32 bytes and more',
    ];

    public function createApplication()
    {
        $this->folder = sys_get_temp_dir() . '/nosocket-laravel-' . bin2hex(random_bytes(6));
        make_app($this->folder);
        foreach ($this->env as $name => $value) {
            Env::getRepository()->set($name, $value);
        }
        $app = require $this->folder . '/bootstrap/app.php';
        $app->make(Kernel::class)->bootstrap();
        return $app;
    }

    protected function tearDown(): void
    {
        parent::tearDown();
        foreach (array_keys($this->env) as $name) {
            Env::getRepository()->clear($name);
        }
        (new Filesystem())->deleteDirectory($this->folder);
    }

    protected function log(): NoSocketManager
    {
        return $this->app->make(NoSocketManager::class);
    }

    protected function makeTables(): void
    {
        require $this->folder . '/database.php';
        $this->log()->install();
    }

    protected function user(string $name = 'Ada'): User
    {
        return User::where('name', $name)->firstOrFail();
    }

    /**
     * @return array<string, mixed> what a grant says
     */
    protected static function claims(string $token): array
    {
        return json_decode(base64_decode(strtr(explode('.', $token)[1], '-_', '+/')), true);
    }

    /**
     * @return list<\NoSocket\Event> everything on a channel
     */
    protected function eventsOn(string $channel): array
    {
        $grant = $this->log()->grant([$channel], 'test');
        return $this->log()->poll([$channel => ['replay' => 'retained']], $grant, bin2hex(random_bytes(4)))->events;
    }
}
