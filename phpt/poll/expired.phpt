--TEST--
NoSocket: poll: an expired event after the cursor asks for a resync, before and after cleanup
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$grant = grantAll($nosocket);
$nosocket->emit('orders', 'kept');
$nosocket->emit('orders', 'expires', ttlSeconds: 1);
$nosocket->emit('orders', 'kept');
waitForExpired($nosocket, 1);

$show = function () use ($nosocket, $grant) {
    foreach ([0, 1, 2, 3, null] as $cursor) {
        showPoll($nosocket->poll(['orders' => ['cursor' => $cursor, 'replay' => 'retained']], $grant));
    }
};
$show();
echo 'removed: ', $nosocket->cleanup(), "\n";
$show();
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
events: none; cursors: orders=3; resync: orders; more: no
events: none; cursors: orders=3; resync: orders; more: no
events: orders#3; cursors: orders=3; resync: none; more: no
events: none; cursors: orders=3; resync: none; more: no
events: orders#3; cursors: orders=3; resync: none; more: no
removed: 1
events: none; cursors: orders=3; resync: orders; more: no
events: none; cursors: orders=3; resync: orders; more: no
events: orders#3; cursors: orders=3; resync: none; more: no
events: none; cursors: orders=3; resync: none; more: no
events: orders#3; cursors: orders=3; resync: none; more: no
