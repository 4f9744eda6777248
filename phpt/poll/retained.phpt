--TEST--
NoSocket: poll: a reader with replay "retained" begins with the oldest event kept
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$nosocket->emit('orders', 'order.created');
$nosocket->emit('orders', 'order.created');

showPoll($nosocket->poll(['orders' => ['cursor' => null, 'replay' => 'retained']], grantAll($nosocket)));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
events: orders#1, orders#2; cursors: orders=2; resync: none; more: no
