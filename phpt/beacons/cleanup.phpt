--TEST--
NoSocket: beacons: cleanup() sweeps what killed writers have left for an hour, and nothing else
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLogWithBeacons(__FILE__);
$path = beaconPath($nosocket, 'orders');
$folder = dirname($path);
touch("$folder/.nosocket-beacon-0123456789abcdef", time() - 3700);
touch("$folder/.nosocket-beacon-fedcba9876543210", time() - 3500);
touch("$folder/.htaccess", time() - 3700);
touch($path, time() - 3700);
$nosocket->cleanup();
echo str_replace(basename($path), 'NNN.txt', implode("\n", array_diff(scandir($folder), ['.', '..']))), "\n";
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogsAndBeacons(__FILE__);
--EXPECT--
.htaccess
.nosocket-beacon-fedcba9876543210
NNN.txt
