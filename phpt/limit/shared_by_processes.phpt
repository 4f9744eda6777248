--TEST--
NoSocket: limit: processes share the memory limiter
--SKIPIF--
<?php
if (!function_exists('pcntl_fork')) {
    die('skip pcntl is not there');
}
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__, ['rate_limiter' => 'memory', 'rate_limit' => 3, 'rate_window' => 3600]);
$grant = grantAll($nosocket);

$nosocket->poll(['orders' => []], $grant, '192.0.2.1');
for ($child = 0; $child < 2; $child++) {
    $pid = pcntl_fork();
    if ($pid === 0) {
        $nosocket->poll(['orders' => []], $grant, '192.0.2.1');
        exit;
    }
    pcntl_waitpid($pid, $status);
}
attempt(fn () => $nosocket->poll(['orders' => []], $grant, '192.0.2.1'));
removeLimits($nosocket);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\RateLimitException (rate_limited): %s
