--TEST--
NoSocket: storage: a database replaced while open is the one that is used
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$path = databasePath(__FILE__);
$nosocket = newLog(__FILE__, ['dsn' => "sqlite:$path"]);
$nosocket->emitBatch(array_fill(0, 3, ['channel' => 'orders', 'event' => 'order.created']));
$cursors = $nosocket->cursors(['orders']);

$other = databasePath(__FILE__);
$backup = newLog(__FILE__, ['dsn' => "sqlite:$other"]);
$backup->emit('orders', 'restored', 'from backup');
unset($backup);
array_map(unlink(...), glob("$path*"));
foreach (glob("$other*") as $file) {
    copy($file, str_replace($other, $path, $file));
}

var_dump($nosocket->emit('orders', 'order.created')->id);
showPoll($nosocket->poll(['orders' => ['cursor' => 0]], grantAll($nosocket)));
showPoll($nosocket->poll($cursors, grantAll($nosocket)));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
int(2)
events: orders#1, orders#2; cursors: orders=2; resync: none; more: no
events: none; cursors: orders=2; resync: orders; more: no
