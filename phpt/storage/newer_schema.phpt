--TEST--
NoSocket: storage: a schema newer than the extension is refused, and nothing is written
--EXTENSIONS--
pdo
pdo_sqlite
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$path = databasePath(__FILE__);
newLog(__FILE__, ['dsn' => "sqlite:$path"])->emit('orders', 'order.created');

$pdo = new PDO("sqlite:$path");
$pdo->exec("UPDATE nosocket_meta SET value = '99' WHERE name = 'schema_version'");
// Other settings, another connection.
$nosocket = newLog(__FILE__, ['dsn' => "sqlite:$path", 'poll_limit' => 7]);

attempt(fn () => $nosocket->emit('orders', 'order.created'));
attempt(fn () => $nosocket->cursors(['orders']));
attempt(fn () => $nosocket->install());
var_dump($pdo->query('SELECT count(*) FROM nosocket_events')->fetchColumn());
var_dump($pdo->query("SELECT value FROM nosocket_meta WHERE name = 'schema_version'")->fetchColumn());
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\StorageException (%s): %S99%S
NoSocket\StorageException (%s): %S99%S
NoSocket\StorageException (%s): %S99%S
int(1)
string(2) "99"
