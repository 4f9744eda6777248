--TEST--
NoSocket: poll: a cursor beyond the head asks for a resync
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$grant = grantAll($nosocket);
$nosocket->emit('orders', 'order.created');

showPoll($nosocket->poll(['orders' => ['cursor' => 2]], $grant));
showPoll($nosocket->poll(['orders' => ['cursor' => PHP_INT_MAX]], $grant));
showPoll($nosocket->poll(['unknown' => ['cursor' => 1]], $grant));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
events: none; cursors: orders=1; resync: orders; more: no
events: none; cursors: orders=1; resync: orders; more: no
events: none; cursors: unknown=0; resync: unknown; more: no
