--TEST--
NoSocket: process: a child that ends leaves its parent's connection alone
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
$nosocket->emit('orders', 'before');

for ($i = 0; $i < 3; $i++) {
    $pid = pcntl_fork();
    if ($pid === 0) {
        if ($i > 0) {
            $nosocket->emit('orders', 'child');
        }
        exit;
    }
    pcntl_waitpid($pid, $status);
    echo $status, ' ', $nosocket->emit('orders', 'parent')->id, "\n";
}
showPoll($nosocket->poll(['orders' => ['cursor' => 0]], grantAll($nosocket)));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
0 2
0 4
0 6
events: orders#1, orders#2, orders#3, orders#4, orders#5, orders#6; cursors: orders=6; resync: none; more: no
