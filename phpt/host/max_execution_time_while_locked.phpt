--TEST--
NoSocket: host: an emit that waits for a lock is over by the database's limit, not by max_execution_time
--EXTENSIONS--
pdo
pdo_sqlite
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$path = databasePath(__FILE__);
$nosocket = newLog(__FILE__, ['dsn' => "sqlite:$path", 'statement_timeout' => 3]);
$nosocket->emit('orders', 'order.created');
$pdo = new PDO("sqlite:$path");
$pdo->exec('BEGIN IMMEDIATE');

// Waiting takes no processor time, which is what PHP counts on Linux; where it counts all time, it acts once the call
// is over.
set_time_limit(1);
try {
    $nosocket->emit('orders', 'order.created');
    echo "no exception\n";
} catch (NoSocket\StorageException $e) {
    set_time_limit(0);
    var_dump($e->getErrorCode());
}
$pdo->exec('ROLLBACK');
var_dump($nosocket->emit('orders', 'order.created')->id);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
string(11) "unavailable"
int(2)
