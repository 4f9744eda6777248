--TEST--
NoSocket: limit: handles on the same log share their limits, those on others do not
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

foreach (['memory', 'database'] as $limiter) {
    $options = ['rate_limiter' => $limiter, 'rate_limit' => 1, 'rate_window' => 3600];
    $options['dsn'] = 'sqlite:' . databasePath(__FILE__);
    $first = newLog(__FILE__, $options);
    $second = newLog(__FILE__, ['poll_limit' => 7] + $options);
    $other = newLog(__FILE__, ['dsn' => 'sqlite:' . databasePath(__FILE__)] + $options);

    foreach ([$first, $second, $other] as $nosocket) {
        attempt(fn () => $nosocket->poll(['orders' => []], grantAll($first), '192.0.2.1'));
    }
    removeLimits($first);
    removeLimits($other);
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
no exception
NoSocket\RateLimitException (rate_limited): %s
no exception
no exception
NoSocket\RateLimitException (rate_limited): %s
no exception
