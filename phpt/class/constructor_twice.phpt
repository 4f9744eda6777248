--TEST--
NoSocket: class: calling the constructor again does not break the handle
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$nosocket->emit('orders', 'order.created');

try {
    $nosocket->__construct(['dsn' => 'sqlite:' . databasePath(__FILE__), 'secret' => SECRET, 'rate_limiter' => 'off']);
} catch (Throwable) {
}
// Either it is a handle on the new log now, or it was refused and is one on the old log.
var_dump(in_array($nosocket->emit('orders', 'order.created')->id, [1, 2], true));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
bool(true)
