--TEST--
NoSocket: limit: the limiter can be turned off
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__, ['rate_limiter' => 'off', 'rate_limit' => 1, 'rate_window' => 3600]);
$grant = grantAll($nosocket);

for ($i = 0; $i < 20; $i++) {
    $nosocket->poll(['orders' => []], $grant, '192.0.2.1');
}
echo "20 polls\n";
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
20 polls
