--TEST--
NoSocket: emitBatch: one bad entry refuses the whole batch
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$nosocket->emit('orders', 'before');

$good = ['channel' => 'orders', 'event' => 'order.created'];
attempt(fn () => $nosocket->emitBatch([$good, $good, ['channel' => 'bad name', 'event' => 'order.created']]));
attempt(fn () => $nosocket->emitBatch([['payload' => NAN] + $good, $good]));
attempt(fn () => $nosocket->emitBatch([$good, ['ttl_seconds' => 0] + $good, $good]));

showLog($nosocket);
var_dump($nosocket->cursors(['orders'])['orders']['cursor']);
var_dump($nosocket->emitBatch([$good])[0]->id);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\InvalidArgumentException (invalid_request): %S2%S"bad name"%s
NoSocket\InvalidArgumentException (invalid_request): %S0%Spayload%s
NoSocket\InvalidArgumentException (invalid_request): %S1%Stime to live 0%s
the log holds 1 channels, 1 events
int(1)
int(2)
