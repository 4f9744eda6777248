--TEST--
NoSocket: settings: in php.ini the words off and on may stand without quotes
--INI--
nosocket.rate_limiter=off
nosocket.persistent=off
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = new NoSocket(['dsn' => 'sqlite:' . databasePath(__FILE__), 'secret' => SECRET]);
$settings = $nosocket->diagnostics()['settings'];
removeLimits($nosocket);
var_dump($settings['rate_limiter'], $settings['persistent']);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
string(3) "off"
bool(false)
