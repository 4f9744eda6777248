--TEST--
NoSocket: beacons: links and folders that somebody has planted are replaced or left alone, never followed
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

ini_set('error_log', '/dev/null');
$nosocket = newLogWithBeacons(__FILE__);
$path = beaconPath($nosocket, 'orders');
$folder = dirname($path);
file_put_contents("$folder/precious", "precious\n");

foreach (['precious', 'nowhere', '.'] as $target) {
    unlink($path);
    symlink($target, $path);
    $nosocket->emit('orders', 'order.created');
    var_dump(is_link($path), preg_match('/^[0-9a-f]{16}\n\z/', file_get_contents($path)));
}
unlink($path);
link("$folder/precious", $path);
$nosocket->emit('orders', 'order.created');
unlink($path);
symlink('precious', $path);
$beacons = $nosocket->poll(['orders' => []], grantAll($nosocket))->beacons;
var_dump(is_link($path), rtrim(file_get_contents($path)) === reset($beacons));
echo file_get_contents("$folder/precious");

unlink($path);
mkdir($path);
$nosocket->emit('orders', 'order.created');
var_dump($nosocket->poll(['orders' => []], grantAll($nosocket))->beacons);
echo preg_replace('~/.+?/([0-9a-f]{3}\.txt)~', 'NNN.txt', $nosocket->diagnostics()['beacons']['last_failure']), "\n";
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogsAndBeacons(__FILE__);
--EXPECT--
bool(false)
int(1)
bool(false)
int(1)
bool(false)
int(1)
bool(false)
bool(true)
precious
array(0) {
}
beacons: NNN.txt cannot be written: Is a directory (os error 21); remove NNN.txt; until then clients poll at their usual interval
