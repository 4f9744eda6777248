--TEST--
NoSocket: emit: the tab to leave out comes with the event
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

$nosocket->emit('orders', 'order.created', except: '7f3a-42:tab');
$nosocket->emit('orders', 'order.created');
$nosocket->emit('orders', 'order.created', except: str_repeat('x', 128));

foreach ($nosocket->poll(['orders' => ['cursor' => 0]], grantAll($nosocket))->events as $event) {
    var_dump($event->except);
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
string(11) "7f3a-42:tab"
NULL
string(128) "%s"
