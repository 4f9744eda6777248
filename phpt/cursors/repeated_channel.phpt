--TEST--
NoSocket: cursors: a channel named twice stands once in the answer
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$nosocket->emit('orders', 'order.created');

$cursors = $nosocket->cursors(['orders', 'users', 'orders']);
var_dump(array_keys($cursors), $cursors['orders']['cursor']);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
array(2) {
  [0]=>
  string(6) "orders"
  [1]=>
  string(5) "users"
}
int(1)
