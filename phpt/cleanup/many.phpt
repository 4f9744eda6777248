--TEST--
NoSocket: cleanup: one call removes all that has expired, however much it is
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

$nosocket->emitBatch(array_fill(0, 12000, ['channel' => 'orders', 'event' => 'order.created', 'ttl_seconds' => 1]));
waitForExpired($nosocket, 12000);
var_dump($nosocket->cleanup());
showLog($nosocket);
var_dump($nosocket->emit('orders', 'order.created')->id);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
int(12000)
the log holds 1 channels, 0 events
int(12001)
