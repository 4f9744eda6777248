<?php

/**
 * Creates the event log's tables and the demo's own, once for each server database: `php examples/demo/install.php`.
 * In SQLite they come by themselves.
 */

declare(strict_types=1);

use Demo\Database;
use Demo\Schema;

require __DIR__ . '/src/autoload.php';

try {
    (new NoSocket())->install();
    Schema::install(Database::connect());
} catch (Throwable $fault) {
    fwrite(STDERR, $fault->getMessage() . "\n");
    exit(1);
}
