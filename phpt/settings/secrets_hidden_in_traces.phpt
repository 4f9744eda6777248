--TEST--
NoSocket: settings: no exception's trace shows secrets, passwords or grants
--INI--
zend.exception_ignore_args=0
zend.exception_string_param_max_len=1000
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

// Constructed at the top level, so that no other function's argument is the secret.
$nosocket = newLog(__FILE__);
$grant = grantAll($nosocket);
$options = ['dsn' => 'oracle:x', 'secret' => SECRET, 'password' => 'hunter2'];

try {
    new NoSocket($options);
} catch (NoSocket\InvalidArgumentException $e) {
    $text = $e . print_r($e->getTrace(), true) . print_r($e, true);
    var_dump(str_contains($text, SECRET), str_contains($text, 'hunter2'));
    var_dump($e->getTrace()[0]['args'][0]::class);
}
try {
    $nosocket->poll(['orders' => ['cursor' => -1]], $grant);
} catch (NoSocket\InvalidArgumentException $e) {
    var_dump(str_contains($e . print_r($e->getTrace(), true), $grant), $e->getTrace()[0]['args'][1]::class);
}
try {
    $nosocket->poll(subscriptions: ['orders' => []], grant: "x$grant");
} catch (NoSocket\GrantException $e) {
    var_dump(str_contains($e . print_r($e->getTrace(), true), $grant));
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
bool(false)
bool(false)
string(23) "SensitiveParameterValue"
bool(false)
string(23) "SensitiveParameterValue"
bool(false)
