--TEST--
NoSocket: process: what a child emits after its parent has ended is kept
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
[$parentEnd, $childEnd] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
[$testEnd, $orphanEnd] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);

// This process does not touch the log before both others have ended.
$parent = pcntl_fork();
if ($parent === 0) {
    $nosocket->emit('orders', 'parent');
    if (pcntl_fork() === 0) {
        $nosocket->emit('orders', 'child');
        fwrite($childEnd, "the parent may end\n");
        fgets($orphanEnd);
        $id = $nosocket->emit('orders', 'orphan')->id;
        fwrite($orphanEnd, "emitted $id\n");
        exit;
    }
    fgets($parentEnd);
    exit;
}
pcntl_waitpid($parent, $status);
fwrite($testEnd, "the parent has ended\n");
echo fgets($testEnd);

$result = $nosocket->poll(['orders' => ['cursor' => 0]], grantAll($nosocket));
showPoll($result);
var_dump($nosocket->emit('orders', 'test')->id);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
emitted 3
events: orders#1, orders#2, orders#3; cursors: orders=3; resync: none; more: no
int(4)
