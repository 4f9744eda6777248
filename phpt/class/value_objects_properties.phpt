--TEST--
NoSocket: class: the value objects' properties are public, readonly and typed
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

foreach (['Event', 'PollResult'] as $class) {
    foreach ((new ReflectionClass("NoSocket\\$class"))->getProperties(ReflectionProperty::IS_PUBLIC) as $property) {
        $readonly = $property->isReadOnly() ? 'readonly ' : '';
        echo "$class: $readonly{$property->getType()} \${$property->getName()}\n";
    }
}
$event = newLog(__FILE__)->emit('orders', 'order.created');
var_dump(isset($event->id), isset($event->except), isset($event->other));
var_dump(property_exists('NoSocket\Event', 'createdAt'));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
Event: readonly int $id
Event: readonly string $channel
Event: readonly string $event
Event: readonly mixed $payload
Event: readonly string $payloadJson
Event: readonly string $createdAt
Event: readonly ?string $except
PollResult: readonly array $events
PollResult: readonly array $cursors
PollResult: readonly array $epochs
PollResult: readonly bool $hasMore
PollResult: readonly array $resyncRequired
PollResult: readonly array $beacons
bool(true)
bool(false)
bool(false)
bool(true)
