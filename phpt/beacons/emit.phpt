--TEST--
NoSocket: beacons: an emit on the command line changes its channel's file, and a poll tells what it holds
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLogWithBeacons(__FILE__, ['beacon_buckets' => 4096]);
// The web server's user must be able to read it all the same.
umask(0077);
$path = beaconPath($nosocket, 'orders');
$other = beaconPath($nosocket, 'users');
$before = [file_get_contents($path), file_get_contents($other)];
$nosocket->emit('orders', 'order.created');
$after = [file_get_contents($path), file_get_contents($other)];
var_dump($after[0] !== $before[0], $after[1] === $before[1]);
var_dump(preg_match('/^[0-9a-f]{16}\n\z/', $after[0]));
printf("%o\n", fileperms($path));

$result = $nosocket->poll(['orders' => []], grantAll($nosocket));
$expected = ['/nosocket-beacons/' . basename($path) => rtrim($after[0])];
var_dump($result->beacons === $expected);
var_dump(json_decode($result->toJson(), true)['beacons'] === $expected);
var_dump(json_decode(json_encode($result), true)['beacons'] === $expected);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogsAndBeacons(__FILE__);
--EXPECT--
bool(true)
bool(true)
int(1)
100644
bool(true)
bool(true)
bool(true)
