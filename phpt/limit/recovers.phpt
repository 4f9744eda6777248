--TEST--
NoSocket: limit: after the seconds to wait the poll is answered again
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

foreach (['memory', 'database'] as $limiter) {
    $nosocket = newLog(__FILE__, ['rate_limiter' => $limiter, 'rate_limit' => 1, 'rate_window' => 1]);
    $grant = grantAll($nosocket);
    $refused = 0;
    waitUntil(function () use ($nosocket, $grant, &$refused) {
        try {
            $nosocket->poll(['orders' => []], $grant);
        } catch (NoSocket\RateLimitException $e) {
            if ($e->getRetryAfter() !== 1) {
                echo 'wait ', $e->getRetryAfter(), "\n";
            }
            $refused++;

            return false;
        }

        return $refused > 0;
    });
    var_dump($refused > 0);
    removeLimits($nosocket);
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
bool(true)
bool(true)
