--TEST--
NoSocket: beacons: an emit that is refused changes no file
--EXTENSIONS--
pdo
pdo_sqlite
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLogWithBeacons(__FILE__, ['max_payload' => 100, 'statement_timeout' => 1]);
$path = beaconPath($nosocket, 'orders');
$nosocket->emit('orders', 'order.created');
$before = file_get_contents($path);

attempt(fn () => $nosocket->emit('orders', 'order.created', str_repeat('x', 200)));
attempt(fn () => $nosocket->emitBatch([
    ['channel' => 'orders', 'event' => 'order.created'],
    ['channel' => 'orders', 'event' => 'two words'],
]));
$pdo = new PDO($nosocket->diagnostics()['settings']['dsn']);
$pdo->exec("CREATE TRIGGER refuse BEFORE INSERT ON nosocket_events BEGIN SELECT RAISE(ABORT, 'not today'); END");
attempt(fn () => $nosocket->emit('orders', 'order.created'));
$pdo->exec('DROP TRIGGER refuse');
$pdo->exec('BEGIN IMMEDIATE');
attempt(fn () => $nosocket->emit('orders', 'order.created'));
$pdo->exec('ROLLBACK');
var_dump(file_get_contents($path) === $before);

$nosocket->emit('orders', 'order.created');
var_dump(file_get_contents($path) === $before);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogsAndBeacons(__FILE__);
--EXPECTF--
NoSocket\InvalidArgumentException (%s): payload has %s
NoSocket\InvalidArgumentException (%s): entry 1: %s
NoSocket\StorageException (%s): %s
NoSocket\StorageException (%s): %s
bool(true)
bool(false)
