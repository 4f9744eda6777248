--TEST--
NoSocket: poll: a page is cut at poll_limit, and the pages together hold every event once
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__, ['poll_limit' => 2]);
$grant = grantAll($nosocket);
for ($i = 0; $i < 5; $i++) {
    $nosocket->emit('orders', 'order.created');
}

$cursor = 0;
do {
    $result = $nosocket->poll(['orders' => ['cursor' => $cursor]], $grant);
    showPoll($result);
    $cursor = $result->cursors['orders'];
} while ($result->hasMore);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
events: orders#1, orders#2; cursors: orders=2; resync: none; more: yes
events: orders#3, orders#4; cursors: orders=4; resync: none; more: yes
events: orders#5; cursors: orders=5; resync: none; more: no
