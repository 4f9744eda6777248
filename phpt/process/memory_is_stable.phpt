--TEST--
NoSocket: process: emits and polls do not leak memory
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$grant = grantAll($nosocket);
$nosocket->emit('orders', 'order.created');
$work = function () use ($nosocket, $grant) {
    $payload = ['id' => 1, 'object' => new stdClass(), 'text' => str_repeat('x', 100)];
    $event = $nosocket->emit('orders', 'order.created', $payload, 60, 'tab-1');
    json_encode($event);
    $entry = ['channel' => 'orders', 'event' => 'order.created', 'payload' => $payload, 'except' => 'tab-1'];
    $nosocket->emitBatch([$entry, $entry]);
    $result = $nosocket->poll(['orders' => ['cursor' => $event->id - 1], 'users' => ['cursor' => 7]], $grant);
    json_encode($result);
    $result->toJson();
    $nosocket->cursors(['orders', '42']);
    $nosocket->grant(['orders'], 'user:42');
    $nosocket->diagnostics();
    newLog(__FILE__, ['dsn' => 'sqlite:/nowhere/log.sqlite']);
};
for ($i = 0; $i < 10; $i++) {
    $work();
}
$before = memory_get_usage();
for ($i = 0; $i < 300; $i++) {
    $work();
}
var_dump(memory_get_usage() - $before < 1000);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
bool(true)
