--TEST--
NoSocket: poll: when everything has expired, the head stays
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$grant = grantAll($nosocket);
$nosocket->emit('orders', 'order.created', ttlSeconds: 1);
$nosocket->emit('orders', 'order.created', ttlSeconds: 1);
waitForExpired($nosocket, 2);
$nosocket->cleanup();

showPoll($nosocket->poll(['orders' => ['cursor' => 0]], $grant));
showPoll($nosocket->poll(['orders' => ['cursor' => 2]], $grant));
showPoll($nosocket->poll(['orders' => ['replay' => 'retained']], $grant));
var_dump($nosocket->emit('orders', 'order.created')->id);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
events: none; cursors: orders=2; resync: orders; more: no
events: none; cursors: orders=2; resync: none; more: no
events: none; cursors: orders=2; resync: none; more: no
int(3)
