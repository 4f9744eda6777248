--TEST--
NoSocket: poll: toJson() is the answer as on the wire
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__, ['poll_limit' => 2]);
$nosocket->emit('orders', 'order.created', ['id' => 123]);
$nosocket->emit('orders', 'order.created', except: 'tab-1');
$nosocket->emit('orders', 'order.created');

echo $nosocket->poll(['orders' => ['cursor' => 0], 'users' => ['cursor' => 3]], grantAll($nosocket))->toJson(), "\n";
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
{"events":[{"id":1,"channel":"orders","event":"order.created","payload":{"id":123},"created_at":"%d-%d-%dT%d:%d:%d.%dZ"},{"id":2,"channel":"orders","event":"order.created","payload":null,"created_at":"%sZ","except":"tab-1"}],"cursors":{"orders":2,"users":0},"epochs":{"orders":"%s"},"has_more":true,"resync_required":["users"]}
