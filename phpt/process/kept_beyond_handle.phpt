--TEST--
NoSocket: process: events and results outlive their handle
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$event = $nosocket->emit('orders', 'order.created', ['id' => 123]);
$result = $nosocket->poll(['orders' => ['cursor' => 0]], grantAll($nosocket));
unset($nosocket);
gc_collect_cycles();

var_dump($event->payload['id'], $result->events[0]->payloadJson);
showPoll($result);
var_dump(json_decode($result->toJson())->cursors->orders);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
int(123)
string(10) "{"id":123}"
events: orders#1; cursors: orders=1; resync: none; more: no
int(1)
