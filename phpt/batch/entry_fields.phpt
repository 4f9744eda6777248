--TEST--
NoSocket: emitBatch: an entry takes all that emit() takes
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

[$full, $bare, $nulls] = $nosocket->emitBatch([
    [
        'transient' => true, 'except' => 'tab-1', 'ttl_seconds' => 60, 'payload' => ['id' => 123],
        'event' => 'order.created', 'channel' => 'orders',
    ],
    ['channel' => 42, 'event' => 'order.created'],
    ['channel' => 'orders', 'event' => 'order.created', 'payload' => null, 'ttl_seconds' => null, 'except' => null],
]);

var_dump($full->channel, $full->event, $full->payload, $full->payloadJson, $full->except);
var_dump($bare->channel, $bare->payload, $bare->except);
var_dump($nulls->id, $nulls->payloadJson, $nulls->except);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
string(6) "orders"
string(13) "order.created"
array(1) {
  ["id"]=>
  int(123)
}
string(10) "{"id":123}"
string(5) "tab-1"
string(2) "42"
NULL
NULL
int(2)
string(4) "null"
NULL
