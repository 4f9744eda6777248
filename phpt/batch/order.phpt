--TEST--
NoSocket: emitBatch: the events come back in the order given, with dense ids
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$nosocket->emit('orders', 'before');

$events = $nosocket->emitBatch([
    ['channel' => 'users', 'event' => 'first'],
    ['channel' => 'orders', 'event' => 'second'],
    ['channel' => 'users', 'event' => 'third'],
    ['channel' => 'alpha', 'event' => 'fourth'],
    ['channel' => 'orders', 'event' => 'fifth'],
]);

var_dump(array_is_list($events));
foreach ($events as $event) {
    echo $event::class, " $event->channel $event->id $event->event\n";
}
showPoll($nosocket->poll(['orders' => ['cursor' => 0], 'users' => ['cursor' => 0]], grantAll($nosocket)));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
bool(true)
NoSocket\Event users 1 first
NoSocket\Event orders 2 second
NoSocket\Event users 2 third
NoSocket\Event alpha 1 fourth
NoSocket\Event orders 3 fifth
events: orders#1, orders#2, orders#3, users#1, users#2; cursors: orders=3, users=2; resync: none; more: no
