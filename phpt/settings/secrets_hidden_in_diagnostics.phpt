--TEST--
NoSocket: settings: diagnostics() says that secrets are set, not which
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__, ['secret' => SECRET, 'password' => 'hunter2']);
$text = print_r($nosocket->diagnostics(), true);
var_dump(str_contains($text, SECRET), str_contains($text, 'hunter2'));
var_dump($nosocket->diagnostics()['settings']['secret'] !== '');

$server = new NoSocket(['dsn' => 'mysql://app:hunter2@localhost/app', 'rate_limiter' => 'off']);
$text = print_r($server->diagnostics(), true);
var_dump(str_contains($text, 'hunter2'), str_contains($text, 'localhost'));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
bool(false)
bool(false)
bool(true)
bool(false)
bool(true)
