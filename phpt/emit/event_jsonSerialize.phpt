--TEST--
NoSocket: emit: the event's JSON is as on the wire, with `except` only where set
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

$event = $nosocket->emit('orders', 'order.created', ['id' => 123]);
echo json_encode($event), "\n";
var_dump($event->jsonSerialize()['created_at'] === $event->createdAt);

echo json_encode($nosocket->emit('orders', 'order.created', except: 'tab-1')), "\n";
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
{"id":1,"channel":"orders","event":"order.created","payload":{"id":123},"created_at":"%sZ"}
bool(true)
{"id":2,"channel":"orders","event":"order.created","payload":null,"created_at":"%sZ","except":"tab-1"}
