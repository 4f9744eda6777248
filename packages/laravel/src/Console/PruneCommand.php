<?php

declare(strict_types=1);

namespace NoSocket\Laravel\Console;

use Illuminate\Console\Command;
use NoSocket\Laravel\NoSocketManager;

/**
 * Removes expired events. Never needed for correct answers; it keeps the tables small.
 */
final class PruneCommand extends Command
{
    protected $signature = 'nosocket:prune';

    protected $description = 'Remove expired events from the event log';

    public function handle(NoSocketManager $nosocket): int
    {
        $removed = $nosocket->cleanup();
        $this->line("Expired events removed: $removed.");
        return self::SUCCESS;
    }
}
