--TEST--
NoSocket: poll: a polled event's json_encode() keeps empty objects
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$nosocket->emit('orders', 'order.created', ['object' => new stdClass(), 'list' => []]);

$event = $nosocket->poll(['orders' => ['cursor' => 0]], grantAll($nosocket))->events[0];
var_dump($event->payload);
echo json_encode($event), "\n";
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
array(2) {
  ["object"]=>
  array(0) {
  }
  ["list"]=>
  array(0) {
  }
}
{"id":1,"channel":"orders","event":"order.created","payload":{"object":{},"list":[]},"created_at":"%sZ"}
