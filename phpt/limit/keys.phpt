--TEST--
NoSocket: limit: each pair of subject and address has a limit of its own
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

foreach (['memory', 'database'] as $limiter) {
    $nosocket = newLog(__FILE__, ['rate_limiter' => $limiter, 'rate_limit' => 1, 'rate_window' => 3600]);
    $poll = fn (string $subject, ?string $address) => attempt(
        fn () => $nosocket->poll(['orders' => []], $nosocket->grant(['orders'], $subject), $address),
    );
    $poll('ada', '192.0.2.1');
    $poll('ada', '192.0.2.1');
    $poll('ada', '192.0.2.2');
    $poll('ada', null);
    $poll('bob', '192.0.2.1');
    $poll('bob', '192.0.2.1');
    removeLimits($nosocket);
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
no exception
NoSocket\RateLimitException (rate_limited): %s
no exception
NoSocket\RateLimitException (rate_limited): %s
no exception
no exception
no exception
NoSocket\RateLimitException (rate_limited): %s
