--TEST--
NoSocket: limit: emits, grants and cursors are not limited
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__, ['rate_limiter' => 'memory', 'rate_limit' => 1, 'rate_window' => 3600]);

for ($i = 0; $i < 5; $i++) {
    $nosocket->emit('orders', 'order.created');
    $nosocket->cursors(['orders']);
    $grant = grantAll($nosocket);
}
showPoll($nosocket->poll(['orders' => ['cursor' => 4]], $grant));
removeLimits($nosocket);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
events: orders#5; cursors: orders=5; resync: none; more: no
