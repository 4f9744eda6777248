--TEST--
NoSocket: install: it can be repeated, keeps what is there and tells the schema's version
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

$version = $nosocket->install();
var_dump($version);
$nosocket->emit('orders', 'order.created');
var_dump($nosocket->install() === $version, $nosocket->diagnostics()['connection']['schema_version'] === $version);
showLog($nosocket);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
int(2)
bool(true)
bool(true)
the log holds 1 channels, 1 events
