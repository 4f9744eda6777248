--TEST--
NoSocket: beacons: children of one parent draw different tokens
--SKIPIF--
<?php
if (!function_exists('pcntl_fork')) {
    die('skip pcntl is not there');
}
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLogWithBeacons(__FILE__, ['beacon_buckets' => 1, 'cleanup_probability' => 0.5]);
$path = beaconPath($nosocket, 'orders');
$nosocket->emit('orders', 'order.created');

$tokens = [];
for ($child = 0; $child < 5; $child++) {
    $pid = pcntl_fork();
    if ($pid === 0) {
        $nosocket->emit('orders', 'order.created');
        exit;
    }
    pcntl_waitpid($pid, $status);
    $tokens[] = file_get_contents($path);
}
var_dump(count(array_unique($tokens)));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogsAndBeacons(__FILE__);
--EXPECT--
int(5)
