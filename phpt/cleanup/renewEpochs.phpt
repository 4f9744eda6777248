--TEST--
NoSocket: renewEpochs: every channel gets a new epoch, and every reader resyncs
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$grant = grantAll($nosocket);
var_dump($nosocket->renewEpochs());

$nosocket->emit('orders', 'order.created');
$nosocket->emit('users', 'user.created');
$before = $nosocket->cursors(['orders', 'users']);

var_dump($nosocket->renewEpochs());
$after = $nosocket->cursors(['orders', 'users']);
foreach ($before as $channel => ['cursor' => $cursor, 'epoch' => $epoch]) {
    var_dump($after[$channel]['cursor'] === $cursor, $after[$channel]['epoch'] === $epoch);
}
var_dump($after['orders']['epoch'] === $after['users']['epoch']);

showPoll($nosocket->poll($before, $grant));
showPoll($nosocket->poll($after, $grant));
var_dump($nosocket->emit('orders', 'order.created')->id);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
int(0)
int(2)
bool(true)
bool(false)
bool(true)
bool(false)
bool(false)
events: none; cursors: orders=1, users=1; resync: orders, users; more: no
events: none; cursors: orders=1, users=1; resync: none; more: no
int(2)
