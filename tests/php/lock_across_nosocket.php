<?php

// Holds a write lock of the application's through PDO, lets the extension open, read and close the same file
// meanwhile, and says "held"; lets go when standard input ends.
// Argument: settings as JSON.

declare(strict_types=1);

$options = json_decode($argv[1], true);
$application = new PDO($options['dsn']);
$application->exec('BEGIN IMMEDIATE');

$nosocket = new NoSocket(['persistent' => false] + $options);
$nosocket->cursors(['orders']);
$nosocket = null;
gc_collect_cycles();
echo "held\n";
stream_get_contents(STDIN);
$application->exec('ROLLBACK');
