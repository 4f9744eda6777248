--TEST--
NoSocket: storage: an application's own tables in the file stay as they are
--EXTENSIONS--
pdo
pdo_sqlite
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$path = databasePath(__FILE__);
$pdo = new PDO("sqlite:$path");
$pdo->exec('CREATE TABLE orders (id INTEGER PRIMARY KEY, total TEXT)');
$pdo->exec("INSERT INTO orders (total) VALUES ('19.99')");

$nosocket = newLog(__FILE__, ['dsn' => "sqlite:$path"]);
var_dump($nosocket->emit('orders', 'order.created')->id);
$pdo->exec("INSERT INTO orders (total) VALUES ('5.00')");
var_dump($nosocket->emit('orders', 'order.created')->id);
var_dump($pdo->query('SELECT count(*) FROM orders')->fetchColumn());
showPoll($nosocket->poll(['orders' => ['cursor' => 0]], grantAll($nosocket)));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
int(1)
int(2)
int(2)
events: orders#1, orders#2; cursors: orders=2; resync: none; more: no
