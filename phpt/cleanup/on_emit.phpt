--TEST--
NoSocket: cleanup: with cleanup_probability 1 each emit removes expired events, with 0 none does
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$path = databasePath(__FILE__);
$never = newLog(__FILE__, ['dsn' => "sqlite:$path"]);
$always = newLog(__FILE__, ['dsn' => "sqlite:$path", 'cleanup_probability' => 1.0]);

$never->emit('orders', 'order.created', ttlSeconds: 1);
waitForExpired($never, 1);
for ($i = 0; $i < 100; $i++) {
    $never->emit('orders', 'order.created');
}
showLog($never);

$always->emit('orders', 'order.created');
showLog($always);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
the log holds 1 channels, 101 events
the log holds 1 channels, 101 events
