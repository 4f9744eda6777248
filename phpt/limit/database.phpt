--TEST--
NoSocket: limit: the database limiter refuses polls beyond rate_limit and says when to come back
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__, ['rate_limiter' => 'database', 'rate_limit' => 3, 'rate_window' => 3600]);
$grant = grantAll($nosocket);

for ($i = 0; $i < 3; $i++) {
    showPoll($nosocket->poll(['orders' => []], $grant, '192.0.2.1'));
}
try {
    $nosocket->poll(['orders' => []], $grant, '192.0.2.1');
} catch (NoSocket\RateLimitException $e) {
    var_dump($e->getErrorCode(), 1 <= $e->getRetryAfter() && $e->getRetryAfter() <= 3600);
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
events: none; cursors: orders=0; resync: none; more: no
events: none; cursors: orders=0; resync: none; more: no
events: none; cursors: orders=0; resync: none; more: no
string(12) "rate_limited"
bool(true)
