--TEST--
NoSocket: poll: a page that ends at the head has no more
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__, ['poll_limit' => 3]);
$grant = grantAll($nosocket);
for ($i = 0; $i < 3; $i++) {
    $nosocket->emit('orders', 'order.created');
}

showPoll($nosocket->poll(['orders' => ['cursor' => 0]], $grant));
showPoll($nosocket->poll(['orders' => ['replay' => 'retained'], 'users' => []], $grant));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
events: orders#1, orders#2, orders#3; cursors: orders=3; resync: none; more: no
events: orders#1, orders#2, orders#3; cursors: orders=3, users=0; resync: none; more: no
