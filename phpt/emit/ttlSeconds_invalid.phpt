--TEST--
NoSocket: emit: the time to live is validated
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

foreach ([0, -1, 315360001, PHP_INT_MAX, PHP_INT_MIN] as $ttl) {
    attempt(fn () => $nosocket->emit('orders', 'order.created', ttlSeconds: $ttl));
}
showLog($nosocket);

attempt(fn () => $nosocket->emit('orders', 'order.created', ttlSeconds: 1));
attempt(fn () => $nosocket->emit('orders', 'order.created', ttlSeconds: 315360000));
showLog($nosocket);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\InvalidArgumentException (invalid_request): time to live 0 %s
NoSocket\InvalidArgumentException (invalid_request): time to live -1 %s
NoSocket\InvalidArgumentException (invalid_request): time to live 315360001 %s
NoSocket\InvalidArgumentException (invalid_request): time to live 9223372036854775807 %s
NoSocket\InvalidArgumentException (invalid_request): time to live -9223372036854775808 %s
the log holds 0 channels, 0 events
no exception
no exception
the log holds 1 channels, 2 events
