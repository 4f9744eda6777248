--TEST--
NoSocket: poll: a live reader begins at the head, without events
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$grant = grantAll($nosocket);
$nosocket->emit('orders', 'order.created');
$nosocket->emit('orders', 'order.created');

foreach (
    [
        [], ['cursor' => null], ['replay' => 'live'], ['cursor' => null, 'replay' => 'live', 'epoch' => null],
    ] as $subscription
) {
    showPoll($nosocket->poll(['orders' => $subscription], $grant));
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
events: none; cursors: orders=2; resync: none; more: no
events: none; cursors: orders=2; resync: none; more: no
events: none; cursors: orders=2; resync: none; more: no
events: none; cursors: orders=2; resync: none; more: no
