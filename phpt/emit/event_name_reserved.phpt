--TEST--
NoSocket: emit: events that begin with "nosocket." are the client's own
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

attempt(fn () => $nosocket->emit('orders', 'nosocket.resync_required'));
attempt(fn () => $nosocket->emit('orders', 'nosocket.'));
showLog($nosocket);

attempt(fn () => $nosocket->emit('orders', 'nosocket'));
attempt(fn () => $nosocket->emit('nosocket.orders', 'order.nosocket.'));
showLog($nosocket);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\InvalidArgumentException (invalid_request): event "nosocket.resync_required"%snosocket.%s
NoSocket\InvalidArgumentException (invalid_request): event "nosocket."%snosocket.%s
the log holds 0 channels, 0 events
no exception
no exception
the log holds 2 channels, 2 events
