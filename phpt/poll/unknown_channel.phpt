--TEST--
NoSocket: poll: a channel without events has head 0 and no epoch, and polling does not make it
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$grant = grantAll($nosocket);

foreach ([[], ['replay' => 'retained'], ['cursor' => 0]] as $subscription) {
    $result = $nosocket->poll(['orders' => $subscription], $grant);
    showPoll($result);
    var_dump($result->epochs);
}
showLog($nosocket);

$nosocket->emit('orders', 'order.created');
showPoll($nosocket->poll(['orders' => ['cursor' => 0]], $grant));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
events: none; cursors: orders=0; resync: none; more: no
array(0) {
}
events: none; cursors: orders=0; resync: none; more: no
array(0) {
}
events: none; cursors: orders=0; resync: none; more: no
array(0) {
}
the log holds 0 channels, 0 events
events: orders#1; cursors: orders=1; resync: none; more: no
