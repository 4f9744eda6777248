--TEST--
NoSocket: process: handles with the same settings share one connection
--SKIPIF--
<?php
if (!is_dir('/proc/self/fd')) {
    die('skip there is no /proc to count open files in');
}
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$path = databasePath(__FILE__);
$open = fn () => count(array_filter(
    glob('/proc/self/fd/*'),
    fn ($descriptor) => @readlink($descriptor) === $path,
));
$handles = [];
for ($i = 0; $i < 5; $i++) {
    $handles[$i] = newLog(__FILE__, ['dsn' => "sqlite:$path"]);
    $handles[$i]->emit('orders', 'order.created');
}
var_dump($open());
unset($handles);
var_dump(newLog(__FILE__, ['dsn' => "sqlite:$path"])->emit('orders', 'order.created')->id, $open());
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
int(1)
int(6)
int(1)
