--TEST--
NoSocket: emit: ids count 1, 2, 3 in each channel
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

foreach (['orders', 'orders', 'users', 'orders', 'Orders', 'users'] as $channel) {
    echo $channel, ' ', $nosocket->emit($channel, 'changed')->id, "\n";
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
orders 1
orders 2
users 1
orders 3
Orders 1
users 2
