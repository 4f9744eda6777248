--TEST--
NoSocket: emit: arguments and payloads may hold references
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

$channel = 'orders';
$payload = ['id' => 1];
$ttl = 60;
$byReference = function (&$channel, &$payload, &$ttl) use ($nosocket) {
    return $nosocket->emit($channel, 'order.created', $payload, $ttl);
};
$payload['self'] = &$payload['id'];

$event = $byReference($channel, $payload, $ttl);
var_dump($event->channel, $event->payloadJson);

$payload['id'] = 2;
var_dump($event->payloadJson, $channel, $ttl);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
string(6) "orders"
string(17) "{"id":1,"self":1}"
string(17) "{"id":1,"self":1}"
string(6) "orders"
int(60)
