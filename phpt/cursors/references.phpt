--TEST--
NoSocket: cursors: the list may hold references
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$nosocket->emit('orders', 'order.created');

$channels = ['orders', 'users'];
foreach ($channels as &$channel) {
    $channel = strtolower($channel);
}
echo json_encode(array_map(fn ($cursor) => $cursor['cursor'], $nosocket->cursors($channels))), "\n";
showPoll($nosocket->poll(['orders' => [], 'users' => []], $nosocket->grant($channels, 'tester')));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
{"orders":1,"users":0}
events: none; cursors: orders=1, users=0; resync: none; more: no
