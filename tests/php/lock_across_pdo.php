<?php

// Holds the extension's write lock, opens and closes the same file through PDO meanwhile, and says "held";
// lets go when standard input ends. Needs the build with test hooks.
// Argument: settings as JSON.

declare(strict_types=1);

$options = json_decode($argv[1], true);
$nosocket = new NoSocket($options);
$nosocket->emit('orders', 'e');

NoSocket\Testing\begin($nosocket);
$application = new PDO($options['dsn']);
$application->query('SELECT * FROM nosocket_events')->fetchAll();
// Closing a file drops all POSIX locks that the process has on it, unless one copy of SQLite knows of both handles.
$application = null;
echo "held\n";
stream_get_contents(STDIN);
NoSocket\Testing\rollback($nosocket);
