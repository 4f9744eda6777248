--TEST--
NoSocket: cursors: what is emitted after cursors() reaches the page that starts from them
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$nosocket->emit('orders', 'order.created', 1);

$cursors = json_decode(json_encode($nosocket->cursors(['orders', 'users'])), true);
$nosocket->emit('orders', 'order.created', 2);
$nosocket->emit('users', 'user.created', 3);

showPoll($nosocket->poll($cursors, grantAll($nosocket)));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
events: orders#2, users#1; cursors: orders=2, users=1; resync: none; more: no
