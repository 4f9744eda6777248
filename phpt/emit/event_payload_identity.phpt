--TEST--
NoSocket: emit: the event's payload is the very value that was given
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

$order = new stdClass();
$order->id = 123;

var_dump($nosocket->emit('orders', 'order.created', $order)->payload === $order);
var_dump($nosocket->emit('orders', 'order.created', 1.0)->payload);
var_dump($nosocket->emit('orders', 'order.created')->payload);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
bool(true)
float(1)
NULL
