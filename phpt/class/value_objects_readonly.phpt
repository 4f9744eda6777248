--TEST--
NoSocket: class: events and results are read-only
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$event = $nosocket->emit('orders', 'order.created', ['id' => 1]);
$result = $nosocket->poll(['orders' => ['cursor' => 0]], grantAll($nosocket));

foreach (['id', 'channel', 'event', 'payload', 'payloadJson', 'createdAt', 'except'] as $property) {
    attempt(fn () => $event->$property = null);
}
foreach (['events', 'cursors', 'epochs', 'hasMore', 'resyncRequired'] as $property) {
    attempt(fn () => $result->$property = null);
}
attempt(fn () => $event->payload['id'] = 2);
attempt(fn () => $result->cursors['orders'] = 2);
attempt(function () use ($event) {
    unset($event->id);
});
attempt(function () use ($event) {
    $reference = &$event->id;
});
var_dump($event->id, $event->payload['id'], $result->cursors['orders']);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
Error: Cannot modify readonly property NoSocket\Event::$id
Error: Cannot modify readonly property NoSocket\Event::$channel
Error: Cannot modify readonly property NoSocket\Event::$event
Error: Cannot modify readonly property NoSocket\Event::$payload
Error: Cannot modify readonly property NoSocket\Event::$payloadJson
Error: Cannot modify readonly property NoSocket\Event::$createdAt
Error: Cannot modify readonly property NoSocket\Event::$except
Error: Cannot modify readonly property NoSocket\PollResult::$events
Error: Cannot modify readonly property NoSocket\PollResult::$cursors
Error: Cannot modify readonly property NoSocket\PollResult::$epochs
Error: Cannot modify readonly property NoSocket\PollResult::$hasMore
Error: Cannot modify readonly property NoSocket\PollResult::$resyncRequired
Error: Cannot %Smodify readonly property NoSocket\Event::$payload
Error: Cannot %Smodify readonly property NoSocket\PollResult::$cursors
Error: Cannot unset readonly property NoSocket\Event::$id
Error: Cannot %Smodify readonly property NoSocket\Event::$id
int(1)
int(1)
int(1)
