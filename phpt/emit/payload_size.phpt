--TEST--
NoSocket: emit: a payload has at most max_payload bytes of JSON
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__, ['max_payload' => 1024]);

var_dump(strlen($nosocket->emit('orders', 'order.created', str_repeat('x', 1022))->payloadJson));
attempt(fn () => $nosocket->emit('orders', 'order.created', str_repeat('x', 1023)));
attempt(fn () => $nosocket->emit('orders', 'order.created', str_repeat('ü', 512)));
attempt(fn () => $nosocket->emit('orders', 'order.created', range(0, 1000)));
showLog($nosocket);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
int(1024)
NoSocket\InvalidArgumentException (%s): payload%s1024%s
NoSocket\InvalidArgumentException (%s): payload%s1024%s
NoSocket\InvalidArgumentException (%s): payload%s1024%s
the log holds 1 channels, 1 events
