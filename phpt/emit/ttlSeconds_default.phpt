--TEST--
NoSocket: emit: without a time to live the setting event_ttl counts
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__, ['event_ttl' => 1]);

$nosocket->emit('orders', 'short');
$nosocket->emit('orders', 'long', ttlSeconds: 3600);

waitForExpired($nosocket, 1);
var_dump($nosocket->poll(['orders' => ['cursor' => 1]], grantAll($nosocket))->events[0]->event);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
string(4) "long"
