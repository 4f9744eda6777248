--TEST--
NoSocket: emit: arguments are not converted under strict_types
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

attempt(fn () => $nosocket->emit(42, 'order.created'));
attempt(fn () => $nosocket->emit('orders', 42));
attempt(fn () => $nosocket->emit('orders', 'order.created', null, '60'));
attempt(fn () => $nosocket->emit('orders', 'order.created', null, 60.0));
attempt(fn () => $nosocket->emit('orders', 'order.created', null, null, 7));
attempt(fn () => $nosocket->emit('orders', 'order.created', null, null, null, 1));
attempt(fn () => $nosocket->emit('orders', 'order.created', transient: null));
attempt(fn () => $nosocket->emit(null, 'order.created'));
attempt(fn () => $nosocket->emit([], 'order.created'));
showLog($nosocket);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
TypeError: NoSocket::emit(): Argument #1 ($channel) must be of type string, int given
TypeError: NoSocket::emit(): Argument #2 ($event) must be of type string, int given
TypeError: NoSocket::emit(): Argument #4 ($ttlSeconds) must be of type ?int, string given
TypeError: NoSocket::emit(): Argument #4 ($ttlSeconds) must be of type ?int, float given
TypeError: NoSocket::emit(): Argument #5 ($except) must be of type ?string, int given
TypeError: NoSocket::emit(): Argument #6 ($transient) must be of type bool, int given
TypeError: Argument `$transient` must not be null
TypeError: NoSocket::emit(): Argument #1 ($channel) must be of type string, null given
TypeError: NoSocket::emit(): Argument #1 ($channel) must be of type string, array given
the log holds 0 channels, 0 events
