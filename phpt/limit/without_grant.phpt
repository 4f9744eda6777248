--TEST--
NoSocket: limit: without a valid grant the address alone is limited
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__, ['rate_limiter' => 'memory', 'rate_limit' => 2, 'rate_window' => 3600]);

attempt(fn () => $nosocket->poll(['orders' => []], '', '192.0.2.1'));
attempt(fn () => $nosocket->poll(['orders' => []], 'garbage', '192.0.2.1'));
attempt(fn () => $nosocket->poll(['orders' => []], 'other garbage', '192.0.2.1'));
attempt(fn () => $nosocket->poll(['orders' => []], 'garbage', '192.0.2.2'));
attempt(fn () => $nosocket->poll(['orders' => []], grantAll($nosocket), '192.0.2.1'));
removeLimits($nosocket);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\GrantException (grant_missing): %s
NoSocket\GrantException (grant_invalid): %s
NoSocket\RateLimitException (rate_limited): %s
NoSocket\GrantException (grant_invalid): %s
no exception
