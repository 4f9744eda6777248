--TEST--
NoSocket: emitBatch: entries and their values may be references
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

$channel = 'orders';
$payload = ['id' => 1];
$ttl = 60;
$batch = [['channel' => &$channel, 'event' => 'order.created', 'payload' => &$payload, 'ttl_seconds' => &$ttl]];
foreach ($batch as &$entry) {
    $entry['transient'] = false;
}

$event = $nosocket->emitBatch($batch)[0];
$payload['id'] = 2;
var_dump($event->channel, $event->payload);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
string(6) "orders"
array(1) {
  ["id"]=>
  int(1)
}
