--TEST--
NoSocket: poll: fields of later protocols are left aside
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$nosocket->emit('orders', 'order.created');

showPoll($nosocket->poll(['orders' => ['cursor' => 0, 'later' => ['deep' => 1], 7 => null]], grantAll($nosocket)));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
events: orders#1; cursors: orders=1; resync: none; more: no
