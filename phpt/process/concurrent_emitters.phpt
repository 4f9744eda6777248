--TEST--
NoSocket: process: emitters at the same time make dense channels, and a follower misses nothing
--SKIPIF--
<?php
if (!function_exists('pcntl_fork')) {
    die('skip pcntl is not there');
}
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$grant = grantAll($nosocket);

$children = [];
for ($child = 0; $child < 8; $child++) {
    $pid = pcntl_fork();
    if ($pid === 0) {
        for ($i = 0; $i < 50; $i++) {
            $nosocket->emitBatch([
                ['channel' => 'shared', 'event' => 'counted', 'payload' => [$child, $i]],
                ['channel' => "own-$child", 'event' => 'counted', 'payload' => $i],
            ]);
        }
        exit;
    }
    $children[$pid] = $pid;
}

$cursor = 0;
$seen = [];
waitUntil(function () use ($nosocket, $grant, &$cursor, &$seen) {
    do {
        $result = $nosocket->poll(['shared' => ['cursor' => $cursor]], $grant);
        foreach ($result->events as $event) {
            if ($event->id !== ++$cursor) {
                exit("event $event->id came in the place of $cursor\n");
            }
            $seen[implode('-', $event->payload)] = true;
        }
    } while ($result->hasMore);

    return $cursor === 400;
});
foreach ($children as $pid) {
    pcntl_waitpid($pid, $status);
    if ($status !== 0) {
        echo "a child ended with status $status\n";
    }
}
var_dump(count($seen));
var_dump(array_unique(array_column($nosocket->cursors(array_map(fn ($child) => "own-$child", range(0, 7))), 'cursor')));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
int(400)
array(1) {
  [0]=>
  int(50)
}
