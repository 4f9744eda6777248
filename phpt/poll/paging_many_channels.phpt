--TEST--
NoSocket: poll: with more busy channels than a page has room for, none starves
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__, ['poll_limit' => 3]);
$grant = grantAll($nosocket);
$subscriptions = [];
for ($channel = 0; $channel < 10; $channel++) {
    for ($i = 0; $i < 4; $i++) {
        $nosocket->emit("channel-$channel", 'ticked');
    }
    $subscriptions["channel-$channel"] = ['cursor' => 0];
}

$seen = [];
for ($polls = 0; $polls < 100; $polls++) {
    $result = $nosocket->poll($subscriptions, $grant);
    if (count($result->events) > 3) {
        echo "a page of ", count($result->events), "\n";
    }
    foreach ($result->events as $event) {
        $seen[$event->channel][] = $event->id;
    }
    foreach ($result->cursors as $channel => $cursor) {
        $subscriptions[$channel]['cursor'] = $cursor;
    }
    if (!$result->hasMore) {
        break;
    }
}
ksort($seen);
foreach ($seen as $channel => $ids) {
    echo $channel, ': ', implode(' ', $ids), "\n";
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
channel-0: 1 2 3 4
channel-1: 1 2 3 4
channel-2: 1 2 3 4
channel-3: 1 2 3 4
channel-4: 1 2 3 4
channel-5: 1 2 3 4
channel-6: 1 2 3 4
channel-7: 1 2 3 4
channel-8: 1 2 3 4
channel-9: 1 2 3 4
