--TEST--
NoSocket: beacons: diagnostics() tells folder, URL, buckets and state
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLogWithBeacons(__FILE__, ['beacon_url' => 'https://cdn.example/b', 'beacon_buckets' => 16]);
$folder = $nosocket->diagnostics()['settings']['beacon_dir'];
$beacons = $nosocket->diagnostics()['beacons'];
var_dump($beacons['folder'] === $folder);
unset($beacons['folder']);
var_dump($beacons);
var_dump(array_values(array_diff(scandir($folder), ['.', '..'])));

$file = new NoSocket(['beacon_dir' => __FILE__, 'beacon_url' => '/', 'secret' => SECRET]);
echo str_replace(__FILE__, 'FILE', $file->diagnostics()['beacons']['error']), "\n";
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogsAndBeacons(__FILE__);
--EXPECT--
bool(true)
array(5) {
  ["url"]=>
  string(22) "https://cdn.example/b/"
  ["buckets"]=>
  int(16)
  ["error"]=>
  NULL
  ["failures"]=>
  int(0)
  ["last_failure"]=>
  NULL
}
array(0) {
}
beacons: FILE cannot be written: Not a directory (os error 20); give `beacon_dir` a folder where files can be made and renamed; until then clients poll at their usual interval
