--TEST--
NoSocket: hooks: a panic goes into PHP's error log, without secrets, and not into the response
--SKIPIF--
<?php
if (!function_exists('NoSocket\Testing\begin')) {
    die('skip needs a build with the feature test-hooks');
}
--INI--
error_log={PWD}/panic_is_logged.panics
--ENV--
NOSOCKET_PANIC_IN=poll
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$grant = grantAll($nosocket);
try {
    $nosocket->poll(['orders' => []], $grant);
} catch (LogicException $e) {
    var_dump($e::class, $e->getTrace()[0]['function'], str_contains($e->getMessage(), $grant));
}
$log = file_get_contents(ini_get('error_log'));
var_dump(str_contains($log, 'NoSocket'), str_contains($log, 'poll'));
var_dump(str_contains($log, $grant), str_contains($log, SECRET));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
unlink(__DIR__ . '/panic_is_logged.panics');
--EXPECT--
string(26) "NoSocket\InternalException"
string(4) "poll"
bool(false)
bool(true)
bool(true)
bool(false)
bool(false)
