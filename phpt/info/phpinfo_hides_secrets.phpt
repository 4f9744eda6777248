--TEST--
NoSocket: info: phpinfo() shows neither secret nor password from php.ini
--INI--
nosocket.secret="the secret of the tests: 32 bytes and more"
nosocket.password="hunter2"
nosocket.dsn="mysql://app:hunter2@localhost/app"
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

ob_start();
phpinfo(INFO_MODULES | INFO_CONFIGURATION);
$output = ob_get_clean();
var_dump(str_contains($output, SECRET), str_contains($output, 'hunter2'), str_contains($output, 'nosocket.secret'));
--EXPECT--
bool(false)
bool(false)
bool(true)
