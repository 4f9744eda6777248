--TEST--
NoSocket: hooks: a panic in any method is an InternalException, and the next call works
--SKIPIF--
<?php
if (!function_exists('NoSocket\Testing\begin')) {
    die('skip needs a build with the feature test-hooks');
}
--INI--
error_log={PWD}/panic_in_methods.panics
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$grant = grantAll($nosocket);

$methods = [
    'emit' => ['orders', 'order.created'],
    'emitBatch' => [[['channel' => 'orders', 'event' => 'order.created']]],
    'poll' => [['orders' => []], $grant],
    'grant' => [['orders'], 'user:42'],
    'cursors' => [['orders']],
    'revoke' => ['user:42'],
    'cleanup' => [],
    'install' => [],
    'renewEpochs' => [],
    'diagnostics' => [],
];
foreach ($methods as $method => $arguments) {
    putenv("NOSOCKET_PANIC_IN=$method");
    try {
        $nosocket->$method(...$arguments);
        echo "$method: no exception\n";
    } catch (NoSocket\InternalException $e) {
        echo $method, ': ', $e->getErrorCode(), str_contains($e->getMessage(), $grant) ? ', and the grant' : '', "\n";
    }
    putenv('NOSOCKET_PANIC_IN');
    $nosocket->$method(...$arguments);
}
showLog($nosocket);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
unlink(__DIR__ . '/panic_in_methods.panics');
--EXPECT--
emit: internal
emitBatch: internal
poll: internal
grant: internal
cursors: internal
revoke: internal
cleanup: internal
install: internal
renewEpochs: internal
diagnostics: internal
the log holds 1 channels, 2 events
