--TEST--
NoSocket: settings: constructing a handle opens no database
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$path = databasePath(__FILE__);
$nosocket = newLog(__FILE__, ['dsn' => "sqlite:$path"]);
var_dump(file_exists($path));
attempt(fn () => newLog(__FILE__, ['dsn' => 'sqlite:/nowhere/at/all/log.sqlite']));

$nosocket->emit('orders', 'order.created');
var_dump(file_exists($path));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
bool(false)
no exception
bool(true)
