<?php

declare(strict_types=1);

namespace NoSocket\Laravel;

use Illuminate\Broadcasting\BroadcastManager;
use Illuminate\Console\Scheduling\Schedule;
use Illuminate\Contracts\Config\Repository;
use Illuminate\Contracts\Container\Container;
use Illuminate\Contracts\Foundation\CachesConfiguration;
use Illuminate\Support\ServiceProvider;
use Illuminate\View\Compilers\BladeCompiler;
use NoSocket\Laravel\Broadcasting\NoSocketBroadcaster;
use NoSocket\Laravel\Console\DoctorCommand;
use NoSocket\Laravel\Console\InstallCommand;
use NoSocket\Laravel\Console\PruneCommand;

/**
 * Joins the extension to Laravel. Touches neither the extension nor the database before something is asked of them, so
 * that an application can be built on a machine that has neither.
 */
final class NoSocketServiceProvider extends ServiceProvider
{
    public function register(): void
    {
        $this->mergeConfigFrom(self::file('config/nosocket.php'), 'nosocket');
        $this->addBroadcastConnection($this->app->make(Repository::class));
        $this->app->singleton(NoSocketManager::class);
        $this->app->bind(\NoSocket::class, fn (Container $app) => $app->make(NoSocketManager::class)->nosocket());
    }

    public function boot(): void
    {
        $this->callAfterResolving(BroadcastManager::class, function (BroadcastManager $broadcasting): void {
            $broadcasting->extend('nosocket', fn (Container $app) => new NoSocketBroadcaster($app));
        });
        $this->callAfterResolving('blade.compiler', function (BladeCompiler $blade): void {
            // Without parentheses it is no directive but a name: "@nosocket/client" in an import map.
            $blade->directive('nosocket', fn (string $page): string => $page === ''
                ? '@nosocket'
                : '<?php echo app(\\' . Page::class . "::class)->script($page); ?>");
        });
        if ($this->app->make('config')->get('nosocket.path') !== null) {
            $this->loadRoutesFrom(self::file('routes/nosocket.php'));
        }
        if ($this->app->runningInConsole()) {
            $this->bootConsole();
        }
    }

    private function bootConsole(): void
    {
        $this->commands([DoctorCommand::class, InstallCommand::class, PruneCommand::class]);
        $config = $this->app->configPath('nosocket.php');
        $this->publishes([self::file('config/nosocket.php') => $config], 'nosocket-config');
        $poll = $this->app->make('path.public') . '/poll.php';
        $this->publishes([self::file('public/poll.php') => $poll], 'nosocket-poll');
        $this->callAfterResolving(Schedule::class, function (Schedule $schedule): void {
            if ($this->app->make('config')->get('nosocket.prune')) {
                $schedule->command(PruneCommand::class)->hourly();
            }
        });
    }

    /** So that BROADCAST_CONNECTION=nosocket is enough. */
    private function addBroadcastConnection(Repository $config): void
    {
        $cached = $this->app instanceof CachesConfiguration && $this->app->configurationIsCached();
        if (! $cached && ! $config->has('broadcasting.connections.nosocket')) {
            $config->set('broadcasting.connections.nosocket', ['driver' => 'nosocket']);
        }
    }

    private static function file(string $path): string
    {
        return dirname(__DIR__) . "/$path";
    }
}
