--TEST--
NoSocket: poll: after a resync the reader goes on from the head it was given
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$grant = grantAll($nosocket);
$nosocket->emit('orders', 'order.created');

$resync = $nosocket->poll(['orders' => ['cursor' => 9]], $grant);
$nosocket->emit('orders', 'emitted.between');

showPoll($nosocket->poll(
    ['orders' => ['cursor' => $resync->cursors['orders'], 'epoch' => $resync->epochs['orders']]],
    $grant,
));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
events: orders#2; cursors: orders=2; resync: none; more: no
