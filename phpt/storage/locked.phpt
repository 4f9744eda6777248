--TEST--
NoSocket: storage: a lock held for too long is a StorageException with the code "unavailable"
--EXTENSIONS--
pdo
pdo_sqlite
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$path = databasePath(__FILE__);
$nosocket = newLog(__FILE__, ['dsn' => "sqlite:$path"]);
$nosocket->emit('orders', 'order.created');

$pdo = new PDO("sqlite:$path");
$pdo->exec('BEGIN IMMEDIATE');
try {
    $nosocket->emit('orders', 'order.created');
    echo "no exception\n";
} catch (NoSocket\StorageException $e) {
    var_dump($e->getErrorCode(), str_contains($e->getMessage(), $path));
}
// Readers do not wait for writers.
showPoll($nosocket->poll(['orders' => ['cursor' => 0]], grantAll($nosocket)));

$pdo->exec('ROLLBACK');
var_dump($nosocket->emit('orders', 'order.created')->id);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
string(11) "unavailable"
bool(true)
events: orders#1; cursors: orders=1; resync: none; more: no
int(2)
