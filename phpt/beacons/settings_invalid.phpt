--TEST--
NoSocket: beacons: a folder that is relative and a URL that is none are refused with the value
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

foreach (['public/beacons', './beacons', "/srv/\0"] as $dir) {
    attempt(fn () => new NoSocket(['beacon_dir' => $dir]));
}
foreach (['beacons/', '//cdn.example/', 'ftp://cdn.example/', 'https://user:word@cdn.example/', '/a?b', '/a b/'] as $url) {
    attempt(fn () => new NoSocket(['beacon_url' => $url]));
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogsAndBeacons(__FILE__);
--EXPECTF--
NoSocket\InvalidArgumentException (%s): option "beacon_dir": must be the absolute path of a folder, such as /srv/app/public/nosocket-beacons, not "public/beacons"
NoSocket\InvalidArgumentException (%s): option "beacon_dir": must be the absolute path of a folder, such as /srv/app/public/nosocket-beacons, not "./beacons"
NoSocket\InvalidArgumentException (%s): option "beacon_dir": must be the absolute path of a folder, such as /srv/app/public/nosocket-beacons, not "/srv/\0"
NoSocket\InvalidArgumentException (%s): option "beacon_url": must be a path such as /nosocket-beacons/ or an http or https URL without password, query and fragment, not "beacons/"
NoSocket\InvalidArgumentException (%s): option "beacon_url": must be a path such as /nosocket-beacons/ or an http or https URL without password, query and fragment, not "//cdn.example/"
NoSocket\InvalidArgumentException (%s): option "beacon_url": must be a path such as /nosocket-beacons/ or an http or https URL without password, query and fragment, not "ftp://cdn.example/"
NoSocket\InvalidArgumentException (%s): option "beacon_url": must be a path such as /nosocket-beacons/ or an http or https URL without password, query and fragment, not "https://user:word@cdn.example/"
NoSocket\InvalidArgumentException (%s): option "beacon_url": must be a path such as /nosocket-beacons/ or an http or https URL without password, query and fragment, not "/a?b"
NoSocket\InvalidArgumentException (%s): option "beacon_url": must be a path such as /nosocket-beacons/ or an http or https URL without password, query and fragment, not "/a b/"
