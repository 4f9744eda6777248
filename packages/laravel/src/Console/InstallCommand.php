<?php

declare(strict_types=1);

namespace NoSocket\Laravel\Console;

use Illuminate\Console\Command;
use NoSocket\Laravel\ExtensionMissing;
use NoSocket\Laravel\NoSocketManager;
use RuntimeException;
use Throwable;

/**
 * Makes an application ready: settings that are missing go into .env, the tables into the database.
 */
final class InstallCommand extends Command
{
    protected $signature = 'nosocket:install {--poll : Publish public/poll.php, the fast poll endpoint}';

    protected $description = 'Prepare the application for NoSocket: settings, tables, config file';

    public function handle(): int
    {
        try {
            ExtensionMissing::check();
            $this->writeMissingSettings($this->nosocket()->diagnostics()['settings']);
            $version = $this->nosocket()->install();
            $backend = $this->nosocket()->diagnostics()['connection']['backend'];
        } catch (Throwable $e) {
            $this->error($e->getMessage());
            return self::FAILURE;
        }
        $this->line("The event log is ready: $backend, schema version $version.");
        $this->callSilent('vendor:publish', ['--tag' => 'nosocket-config']);
        $this->line('Its settings are in config/nosocket.php.');
        if ($this->option('poll')) {
            $this->callSilent('vendor:publish', ['--tag' => 'nosocket-poll']);
            $this->line('public/poll.php is there. It knows php.ini and the environment, not .env: see the README.');
        }
        if (config('broadcasting.default') !== 'nosocket') {
            $older = version_compare($this->laravel->version(), '11', '<');
            $variable = $older ? 'BROADCAST_DRIVER' : 'BROADCAST_CONNECTION';
            $this->line("Set $variable=nosocket in .env to broadcast with it.");
        }
        return self::SUCCESS;
    }

    private function nosocket(): NoSocketManager
    {
        return $this->laravel->make(NoSocketManager::class);
    }

    /**
     * Wherever a setting comes from, the extension has it; only what it lacks is written.
     *
     * @param array<string, mixed> $settings
     */
    private function writeMissingSettings(array $settings): void
    {
        $missing = [];
        if (($settings['dsn'] ?? '') === '') {
            $missing['NOSOCKET_DATABASE'] = config('database.default');
            config(['nosocket.database' => $missing['NOSOCKET_DATABASE']]);
        }
        if (($settings['secret'] ?? '') === '') {
            $missing['NOSOCKET_SECRET'] = bin2hex(random_bytes(32));
            config(['nosocket.options.secret' => $missing['NOSOCKET_SECRET']]);
        }
        if ($missing === []) {
            return;
        }
        $file = $this->laravel->environmentFilePath();
        if (! is_file($file)) {
            throw new RuntimeException(
                'These settings are missing, and there is no .env to write them to: ' . implode(', ', array_keys($missing))
                . '. Set them in the environment; `openssl rand -hex 32` makes a secret.'
            );
        }
        foreach ($missing as $name => $value) {
            file_put_contents($file, "\n$name=$value", FILE_APPEND);
        }
        file_put_contents($file, "\n", FILE_APPEND);
        $this->line('Written to ' . basename($file) . ': ' . implode(', ', array_keys($missing)) . '.');
        $this->laravel->forgetInstance(NoSocketManager::class);
        if ($this->laravel->configurationIsCached()) {
            $this->call('config:clear');
        }
    }
}
