--TEST--
NoSocket: hooks: a panic in the constructor is an InternalException
--SKIPIF--
<?php
if (!function_exists('NoSocket\Testing\begin')) {
    die('skip needs a build with the feature test-hooks');
}
--INI--
error_log={PWD}/panic_in_constructor.panics
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

putenv('NOSOCKET_PANIC_IN=__construct');
attempt(fn () => newLog(__FILE__));
putenv('NOSOCKET_PANIC_IN');
var_dump(newLog(__FILE__)->emit('orders', 'order.created')->id);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
unlink(__DIR__ . '/panic_in_constructor.panics');
--EXPECTF--
NoSocket\InternalException (internal): %s
int(1)
