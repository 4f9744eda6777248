--TEST--
NoSocket: emit: the event carries what was emitted
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

var_dump($nosocket->emit('orders', 'order.created', ['id' => 123], except: 'tab-1'));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
object(NoSocket\Event)#%d (7) {
  ["id"]=>
  int(1)
  ["channel"]=>
  string(6) "orders"
  ["event"]=>
  string(13) "order.created"
  ["payload"]=>
  array(1) {
    ["id"]=>
    int(123)
  }
  ["payloadJson"]=>
  string(10) "{"id":123}"
  ["createdAt"]=>
  string(24) "%d-%d-%dT%d:%d:%d.%dZ"
  ["except"]=>
  string(5) "tab-1"
}
