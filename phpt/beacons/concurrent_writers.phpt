--TEST--
NoSocket: beacons: whatever writers do at once, every read of a file is whole
--SKIPIF--
<?php
if (!function_exists('pcntl_fork')) {
    die('skip pcntl is not there');
}
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLogWithBeacons(__FILE__, ['beacon_buckets' => 1]);
$path = beaconPath($nosocket, 'orders');

$children = [];
for ($child = 0; $child < 6; $child++) {
    $pid = pcntl_fork();
    if ($pid === 0) {
        for ($i = 0; $i < 60; $i++) {
            $nosocket->emit("channel-$child", 'moved');
        }
        exit;
    }
    $children[$pid] = $pid;
}
$reads = $torn = 0;
$tokens = [];
while ($children) {
    for ($i = 0; $i < 100; $i++) {
        $content = file_get_contents($path);
        $torn += 1 - preg_match('/^[0-9a-f]{16}\n\z/', $content);
        $tokens[$content] = true;
        $reads++;
    }
    if (($pid = pcntl_waitpid(-1, $status, WNOHANG)) > 0) {
        unset($children[$pid]);
        if ($status !== 0) {
            echo "a child ended with status $status\n";
        }
    }
}
var_dump($reads > 100, $torn, count($tokens) > 10);
var_dump(array_values(array_diff(scandir(dirname($path)), ['.', '..'])));
var_dump($nosocket->diagnostics()['beacons']['failures']);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogsAndBeacons(__FILE__);
--EXPECT--
bool(true)
int(0)
bool(true)
array(1) {
  [0]=>
  string(7) "000.txt"
}
int(0)
