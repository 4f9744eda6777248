--TEST--
NoSocket: storage: what is emitted is at once visible to PDO on the same file
--EXTENSIONS--
pdo
pdo_sqlite
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$path = databasePath(__FILE__);
$nosocket = newLog(__FILE__, ['dsn' => "sqlite:$path"]);
$nosocket->emit('orders', 'order.created', ['id' => 123]);

$pdo = new PDO("sqlite:$path");
var_dump($pdo->query('SELECT payload FROM nosocket_events')->fetchColumn());
var_dump($pdo->query('PRAGMA journal_mode')->fetchColumn(), $pdo->query('PRAGMA integrity_check')->fetchColumn());
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
string(10) "{"id":123}"
string(3) "wal"
string(2) "ok"
