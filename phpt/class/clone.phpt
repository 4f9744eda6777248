--TEST--
NoSocket: class: a handle cannot be cloned
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
attempt(fn () => clone $nosocket);
var_dump($nosocket->emit('orders', 'order.created')->id);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
Error: Trying to clone an uncloneable object of class NoSocket
int(1)
