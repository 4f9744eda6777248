--TEST--
NoSocket: cursors: each channel's head and epoch
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$nosocket->emit('orders', 'order.created');
$nosocket->emit('orders', 'order.created');
$nosocket->emit('users', 'user.created');

$cursors = $nosocket->cursors(['users', 'orders', 'unknown']);
var_dump($cursors);
var_dump($cursors['orders']['epoch'] === $cursors['users']['epoch']);
var_dump($nosocket->cursors(['orders'])['orders'] === $cursors['orders']);
showLog($nosocket);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
array(3) {
  ["users"]=>
  array(2) {
    ["cursor"]=>
    int(1)
    ["epoch"]=>
    string(%d) "%s"
  }
  ["orders"]=>
  array(2) {
    ["cursor"]=>
    int(2)
    ["epoch"]=>
    string(%d) "%s"
  }
  ["unknown"]=>
  array(2) {
    ["cursor"]=>
    int(0)
    ["epoch"]=>
    NULL
  }
}
bool(false)
bool(true)
the log holds 2 channels, 3 events
