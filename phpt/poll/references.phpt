--TEST--
NoSocket: poll: subscriptions may hold references
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$nosocket->emit('orders', 'order.created');

$cursor = 0;
$subscriptions = ['orders' => ['cursor' => &$cursor, 'replay' => 'live']];
foreach ($subscriptions as &$subscription) {
    $subscription['epoch'] = null;
}
showPoll($nosocket->poll($subscriptions, grantAll($nosocket)));
var_dump($cursor);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
events: orders#1; cursors: orders=1; resync: none; more: no
int(0)
