--TEST--
NoSocket: emit: a payload is at most 512 levels deep, and such a one can be read
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

$payload = 'bottom';
for ($depth = 0; $depth < 512; $depth++) {
    $payload = [$payload];
}
$nosocket->emit('orders', 'order.created', $payload);
$result = $nosocket->poll(['orders' => ['cursor' => 0]], grantAll($nosocket));
var_dump($result->events[0]->payload === $payload);
var_dump(str_contains($result->toJson(), '"payload":' . str_repeat('[', 512) . '"bottom"'));

attempt(fn () => $nosocket->emit('orders', 'order.created', [$payload]));
showLog($nosocket);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
bool(true)
bool(true)
NoSocket\InvalidArgumentException (invalid_request): payload %sdepth%s
the log holds 1 channels, 1 events
