--TEST--
NoSocket: class: events and results survive serialize(), as for a queue or a cache
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$nosocket->emit('orders', 'order.created', ['id' => 123], except: 'tab-1');
$result = $nosocket->poll(['orders' => ['cursor' => 0], 'users' => ['cursor' => 7]], grantAll($nosocket));

$copy = unserialize(serialize($result));
showPoll($copy);
var_dump($copy == $result, $copy->toJson() === $result->toJson(), json_encode($copy) === json_encode($result));
var_dump(json_encode($copy->events[0]) === json_encode($result->events[0]));
$event = $copy->events[0];
attempt(fn () => $event->id = 5);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
events: orders#1; cursors: orders=1, users=0; resync: users; more: no
bool(true)
bool(true)
bool(true)
bool(true)
Error: Cannot modify readonly property NoSocket\Event::$id
