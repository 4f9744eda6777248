--TEST--
NoSocket: process: after a fork, child and parent emit and poll on connections of their own
--SKIPIF--
<?php
if (!function_exists('pcntl_fork')) {
    die('skip pcntl is not there');
}
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__, ['poll_limit' => 1000]);
$grant = grantAll($nosocket);
$nosocket->emit('orders', 'before');

$children = [];
for ($child = 0; $child < 4; $child++) {
    $pid = pcntl_fork();
    if ($pid === 0) {
        for ($i = 0; $i < 25; $i++) {
            $id = $nosocket->emit('orders', 'child', $child)->id;
            $events = $nosocket->poll(['orders' => ['cursor' => $id - 1]], $grant)->events;
            if ($events[0]->id !== $id || $events[0]->payload !== $child) {
                echo "child $child does not see its event $id\n";
            }
        }
        exit;
    }
    $children[] = $pid;
}
for ($i = 0; $i < 25; $i++) {
    $nosocket->emit('orders', 'parent');
}
foreach ($children as $pid) {
    pcntl_waitpid($pid, $status);
    if ($status !== 0) {
        echo "a child ended with status $status\n";
    }
}
$nosocket->emit('orders', 'after');

$ids = array_map(fn ($event) => $event->id, $nosocket->poll(['orders' => ['cursor' => 0]], $grant)->events);
var_dump(count($ids), $ids === range(1, 127));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
int(127)
bool(true)
