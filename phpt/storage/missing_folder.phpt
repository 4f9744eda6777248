--TEST--
NoSocket: storage: a missing folder is a StorageException that names it
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$folder = __DIR__ . '/missing_folder.' . bin2hex(random_bytes(4));
$nosocket = newLog(__FILE__, ['dsn' => "sqlite:$folder/log.sqlite"]);

try {
    $nosocket->emit('orders', 'order.created');
} catch (NoSocket\StorageException $e) {
    var_dump(str_contains($e->getMessage(), $folder));
}
var_dump(file_exists($folder));

mkdir($folder);
var_dump($nosocket->emit('orders', 'order.created')->id);
unset($nosocket);
array_map(unlink(...), glob("$folder/*"));
rmdir($folder);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
bool(true)
bool(false)
int(1)
