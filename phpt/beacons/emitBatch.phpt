--TEST--
NoSocket: beacons: a batch changes the file of each of its channels
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLogWithBeacons(__FILE__, ['beacon_buckets' => 4096]);
$channels = array_map(fn (int $number) => "channel-$number", range(1, 20));
$paths = array_map(fn (string $channel) => beaconPath($nosocket, $channel), $channels);
$before = array_map(file_get_contents(...), $paths);
$nosocket->emitBatch(array_map(fn (string $channel) => ['channel' => $channel, 'event' => 'moved'], $channels));
$after = array_map(file_get_contents(...), $paths);
$unchanged = array_filter($paths, fn (int $index) => $before[$index] === $after[$index], ARRAY_FILTER_USE_KEY);
var_dump($unchanged);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogsAndBeacons(__FILE__);
--EXPECT--
array(0) {
}
