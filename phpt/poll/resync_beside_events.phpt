--TEST--
NoSocket: poll: a resync of one channel does not hold up the others
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$nosocket->emit('orders', 'order.created');
$nosocket->emit('users', 'user.created');

showPoll($nosocket->poll(
    ['orders' => ['cursor' => 7], 'users' => ['cursor' => 0], 'alpha' => ['cursor' => 0]],
    grantAll($nosocket),
));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
events: users#1; cursors: orders=1, users=1, alpha=0; resync: orders; more: no
