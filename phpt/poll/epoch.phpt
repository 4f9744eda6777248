--TEST--
NoSocket: poll: a cursor of another epoch asks for a resync
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$grant = grantAll($nosocket);
$nosocket->emit('orders', 'order.created');
$nosocket->emit('orders', 'order.created');
$epoch = $nosocket->cursors(['orders'])['orders']['epoch'];

foreach ([null, $epoch, 'another', ''] as $given) {
    $result = $nosocket->poll(['orders' => ['cursor' => 1, 'epoch' => $given]], $grant);
    showPoll($result);
    var_dump($result->epochs === ['orders' => $epoch]);
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
events: orders#2; cursors: orders=2; resync: none; more: no
bool(true)
events: orders#2; cursors: orders=2; resync: none; more: no
bool(true)
events: none; cursors: orders=2; resync: orders; more: no
bool(true)
events: none; cursors: orders=2; resync: orders; more: no
bool(true)
