--TEST--
NoSocket: settings: a missing DSN is told at the first use of the database
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = new NoSocket(['secret' => SECRET, 'rate_limiter' => 'off']);

attempt(fn () => $nosocket->emit('orders', 'order.created'));
attempt(fn () => $nosocket->emitBatch([['channel' => 'orders', 'event' => 'order.created']]));
attempt(fn () => $nosocket->poll(['orders' => []], grantAll($nosocket)));
attempt(fn () => $nosocket->cursors(['orders']));
attempt(fn () => $nosocket->cleanup());
attempt(fn () => $nosocket->install());
attempt(fn () => $nosocket->renewEpochs());
var_dump(str_contains($nosocket->diagnostics()['connection']['error'], 'dsn'));
--EXPECTF--
NoSocket\InvalidArgumentException (%s): %Sdsn%s
NoSocket\InvalidArgumentException (%s): %Sdsn%s
NoSocket\InvalidArgumentException (%s): %Sdsn%s
NoSocket\InvalidArgumentException (%s): %Sdsn%s
NoSocket\InvalidArgumentException (%s): %Sdsn%s
NoSocket\InvalidArgumentException (%s): %Sdsn%s
NoSocket\InvalidArgumentException (%s): %Sdsn%s
bool(true)
