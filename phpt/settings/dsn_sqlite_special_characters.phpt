--TEST--
NoSocket: settings: an SQLite path may hold spaces and other special characters
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

foreach (['with space', '100%', 'a?b=c', 'a#b', 'größe', "it's", 'a;b'] as $name) {
    $path = str_replace('.sqlite', ".$name.sqlite", databasePath(__FILE__));
    newLog(__FILE__, ['dsn' => "sqlite:$path"])->emit('orders', 'order.created');
    var_dump(file_exists($path));
}
$path = str_replace('.sqlite', '.a b.sqlite', databasePath(__FILE__));
newLog(__FILE__, ['dsn' => 'sqlite://' . str_replace(' ', '%20', $path)])->emit('orders', 'order.created');
var_dump(file_exists($path));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
