--TEST--
NoSocket: poll: a reader gets what is newer than its cursor, each event once
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$grant = grantAll($nosocket);
foreach (['one', 'two', 'three'] as $event) {
    $nosocket->emit('orders', $event);
}

foreach ([0, 1, 2, 3] as $cursor) {
    showPoll($nosocket->poll(['orders' => ['cursor' => $cursor, 'replay' => 'retained']], $grant));
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
events: orders#1, orders#2, orders#3; cursors: orders=3; resync: none; more: no
events: orders#2, orders#3; cursors: orders=3; resync: none; more: no
events: orders#3; cursors: orders=3; resync: none; more: no
events: none; cursors: orders=3; resync: none; more: no
