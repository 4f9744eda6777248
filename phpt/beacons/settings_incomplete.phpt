--TEST--
NoSocket: beacons: beacons need a folder, its URL and a secret
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$dir = ['beacon_dir' => '/srv/app/public/beacons'];
$url = ['beacon_url' => '/beacons/'];
foreach ([$dir, $dir + ['secret' => SECRET], $url + ['secret' => SECRET], $dir + $url] as $options) {
    attempt(fn () => new NoSocket($options));
}
new NoSocket(['beacon_dir' => '', 'beacon_url' => '']);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogsAndBeacons(__FILE__);
--EXPECTF--
NoSocket\InvalidArgumentException (%s): beacon_dir is set without beacon_url; set that to where browsers reach the folder, such as /nosocket-beacons/
NoSocket\InvalidArgumentException (%s): beacon_dir is set without beacon_url; set that to where browsers reach the folder, such as /nosocket-beacons/
NoSocket\InvalidArgumentException (%s): beacon_url is set without beacon_dir; set that to the folder's absolute path, or leave both empty
NoSocket\InvalidArgumentException (%s): beacon_dir is set without secret, and the files' names need one; set it to the output of `openssl rand -hex 32`
