--TEST--
NoSocket: process: without persistence everything works just the same
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__, ['persistent' => false]);
$grant = grantAll($nosocket);

for ($i = 0; $i < 3; $i++) {
    $cursor = $nosocket->cursors(['orders'])['orders'];
    $nosocket->emit('orders', 'order.created');
    showPoll($nosocket->poll(['orders' => $cursor], $grant));
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
events: orders#1; cursors: orders=1; resync: none; more: no
events: orders#2; cursors: orders=2; resync: none; more: no
events: orders#3; cursors: orders=3; resync: none; more: no
