--TEST--
NoSocket: storage: a directory in the file's place is a StorageException that names it
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$path = databasePath(__FILE__);
mkdir($path);
$nosocket = newLog(__FILE__, ['dsn' => "sqlite:$path"]);

try {
    $nosocket->emit('orders', 'order.created');
} catch (NoSocket\StorageException $e) {
    var_dump(str_contains($e->getMessage(), $path), $e->getErrorCode() !== '');
}
var_dump(is_dir($path) && count(scandir($path)) === 2);
rmdir($path);
var_dump($nosocket->emit('orders', 'order.created')->id);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
bool(true)
bool(true)
bool(true)
int(1)
