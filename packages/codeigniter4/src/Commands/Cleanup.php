<?php

declare(strict_types=1);

namespace NoSocket\CodeIgniter\Commands;

use CodeIgniter\CLI\BaseCommand;
use CodeIgniter\CLI\CLI;
use Throwable;

/**
 * `php spark nosocket:cleanup`, for cron: removes expired events. Emits do that too, now and then; this keeps the log
 * small where emits are rare.
 */
class Cleanup extends BaseCommand
{
    protected $group = 'NoSocket';

    protected $name = 'nosocket:cleanup';

    protected $description = 'Removes expired events.';

    public function run(array $params): int
    {
        try {
            $removed = service('nosocket')->cleanup();
        } catch (Throwable $fault) {
            log_message('error', 'NoSocket: ' . $fault->getMessage());
            CLI::error($fault->getMessage());

            return EXIT_ERROR;
        }
        CLI::write("Removed $removed expired events.");

        return EXIT_SUCCESS;
    }
}
