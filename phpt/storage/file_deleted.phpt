--TEST--
NoSocket: storage: a database deleted while open is made anew, and readers are told
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$path = databasePath(__FILE__);
$nosocket = newLog(__FILE__, ['dsn' => "sqlite:$path"]);
$nosocket->emit('orders', 'order.created');
$nosocket->emit('orders', 'order.created');
$cursors = $nosocket->cursors(['orders']);

array_map(unlink(...), glob("$path*"));

// The reader is not left waiting.
showPoll($nosocket->poll($cursors, grantAll($nosocket)));
// The event does not go into a file that nobody sees.
var_dump($nosocket->emit('orders', 'order.created')->id, file_exists($path));
showPoll($nosocket->poll($cursors, grantAll($nosocket)));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
events: none; cursors: orders=0; resync: orders; more: no
int(1)
bool(true)
events: none; cursors: orders=1; resync: orders; more: no
