--TEST--
NoSocket: poll: channel names differ by case, also in a grant
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$nosocket->emit('orders', 'order.created');
$nosocket->emit('Orders', 'order.created');

$grant = $nosocket->grant(['orders'], 'tester');
showPoll($nosocket->poll(['orders' => ['cursor' => 0]], $grant));
attempt(fn () => $nosocket->poll(['Orders' => ['cursor' => 0]], $grant));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
events: orders#1; cursors: orders=1; resync: none; more: no
NoSocket\GrantException (forbidden): %sOrders%S
