--TEST--
NoSocket: process: handles on different files do not see each other's events
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$first = newLog(__FILE__);
$second = newLog(__FILE__);

$first->emit('orders', 'order.created');
$first->emit('orders', 'order.created');
$second->emit('orders', 'order.created');

showPoll($first->poll(['orders' => ['cursor' => 0]], grantAll($first)));
showPoll($second->poll(['orders' => ['cursor' => 0]], grantAll($second)));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
events: orders#1, orders#2; cursors: orders=2; resync: none; more: no
events: orders#1; cursors: orders=1; resync: none; more: no
