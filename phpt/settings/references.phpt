--TEST--
NoSocket: settings: the options may hold references
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$path = databasePath(__FILE__);
$limit = 7;
$secrets = [SECRET, OLD_SECRET];
$options = ['dsn' => "sqlite:$path", 'poll_limit' => &$limit, 'secret' => &$secrets, 'rate_limiter' => 'off'];
foreach ($options as &$option) {
}
foreach ($secrets as &$secret) {
}

$nosocket = new NoSocket($options);
$limit = 8;
var_dump($nosocket->diagnostics()['settings']['poll_limit'], strlen(grantAll($nosocket)) > 100);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
int(7)
bool(true)
