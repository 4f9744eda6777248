--TEST--
NoSocket: cleanup: expired events are removed and counted, once
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
var_dump($nosocket->cleanup());

$nosocket->emit('orders', 'order.created', ttlSeconds: 1);
$nosocket->emit('orders', 'order.created');
$nosocket->emit('chat', 'typing', ttlSeconds: 1, transient: true);
waitForExpired($nosocket, 2);
showLog($nosocket);

var_dump($nosocket->cleanup(), $nosocket->cleanup(), $nosocket->diagnostics()['log']['expired']);
showLog($nosocket);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
int(0)
the log holds 2 channels, 3 events
int(2)
int(0)
int(0)
the log holds 2 channels, 1 events
