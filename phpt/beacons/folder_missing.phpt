--TEST--
NoSocket: beacons: a folder that is missing fails no emit and no poll, and is told
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

ini_set('log_errors', '1');
ini_set('error_log', $log = preg_replace('/php$/', 'beacons.log', __FILE__));
$nosocket = newLogWithBeacons(__FILE__);
$folder = $nosocket->diagnostics()['beacons']['folder'];
rmdir($folder);
for ($i = 0; $i < 5; $i++) {
    $nosocket->emit('orders', 'order.created');
}
$result = $nosocket->poll(['orders' => ['cursor' => 0]], grantAll($nosocket));
var_dump(count($result->events), $result->beacons);

$beacons = $nosocket->diagnostics()['beacons'];
echo str_replace($folder, 'FOLDER', $beacons['error']), "\n", $beacons['failures'], " failures\n";
echo preg_replace('/[0-9a-f]{3}\.txt/', 'NNN.txt', str_replace($folder, 'FOLDER', $beacons['last_failure'])), "\n";
echo "in the error log:\n";
echo preg_replace(['/^\[.+?\] /m', '/[0-9a-f]{3}\.txt/'], ['', 'NNN.txt'], str_replace($folder, 'FOLDER', file_get_contents($log)));
unlink($log);

mkdir($folder);
$nosocket->emit('orders', 'order.created');
var_dump(count(scandir($folder)) - 2, $nosocket->diagnostics()['beacons']['error']);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogsAndBeacons(__FILE__);
--EXPECT--
int(5)
array(0) {
}
beacons: FOLDER cannot be written: No such file or directory (os error 2); make the folder FOLDER; until then clients poll at their usual interval
6 failures
beacons: FOLDER/NNN.txt cannot be written: No such file or directory (os error 2); make the folder FOLDER; until then clients poll at their usual interval
in the error log:
NoSocket: beacons: FOLDER/NNN.txt cannot be written: No such file or directory (os error 2); make the folder FOLDER; until then clients poll at their usual interval
int(1)
NULL
