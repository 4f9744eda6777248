--TEST--
NoSocket: settings: an SQLite file can be named in PDO's form and as a URL
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$path = databasePath(__FILE__);
$plain = newLog(__FILE__, ['dsn' => "sqlite:$path"]);
$url = newLog(__FILE__, ['dsn' => "sqlite://$path"]);

var_dump($plain->emit('orders', 'order.created')->id, $url->emit('orders', 'order.created')->id, file_exists($path));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
int(1)
int(2)
bool(true)
