<?php

declare(strict_types=1);

namespace NoSocket\CodeIgniter\Commands;

use CodeIgniter\CLI\BaseCommand;
use CodeIgniter\CLI\CLI;
use NoSocket\CodeIgniter\Config\NoSocket;
use NoSocket\CodeIgniter\Published;
use NoSocket\CodeIgniter\Settings;
use Throwable;

/**
 * `php spark nosocket:install`: makes the tables and places the thin endpoint. Safe to run again; needed again when a
 * setting has changed or the extension was updated.
 */
class Install extends BaseCommand
{
    protected $group = 'NoSocket';

    protected $name = 'nosocket:install';

    protected $description = 'Makes the event log\'s tables and places the poll endpoint in the public folder.';

    protected $usage = 'nosocket:install [options]';

    protected $options = ['--client' => 'Folder of the browser client (client/ of NoSocket), to be copied as well.'];

    public function run(array $params): int
    {
        try {
            Settings::requireExtension();
            $settings = Settings::of(NoSocket::current());
            $nosocket = new \NoSocket($settings->options);
            CLI::write("Database: from {$settings->source}");
            CLI::write('Tables: version ' . $nosocket->install());
            Published::write($settings);
            CLI::write('Endpoint: ' . Published::endpoint());
            $client = $params['client'] ?? CLI::getOption('client');
            if (is_string($client)) {
                CLI::write('Browser client: ' . Published::copyClient($client) . ' files in ' . Published::folder() . '/client');
            }
            if (!$this->hasSecret($nosocket)) {
                CLI::write('No secret is set yet. Put this line into .env and run the command again:', 'yellow');
                CLI::write('nosocket.secret = ' . bin2hex(random_bytes(32)));
            }
        } catch (Throwable $fault) {
            CLI::error($fault->getMessage());

            return EXIT_ERROR;
        }

        return EXIT_SUCCESS;
    }

    private function hasSecret(\NoSocket $nosocket): bool
    {
        try {
            $nosocket->grant(['nosocket-install'], 'nosocket-install', ttlSeconds: 1);

            return true;
        } catch (\NoSocket\InvalidArgumentException) {
            return false;
        }
    }
}
