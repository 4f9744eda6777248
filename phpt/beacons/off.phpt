--TEST--
NoSocket: beacons: without beacons nothing is told of them
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$nosocket->emit('orders', 'order.created');
$result = $nosocket->poll(['orders' => []], grantAll($nosocket));
var_dump($result->beacons, array_key_exists('beacons', json_decode($result->toJson(), true)));
var_dump(array_key_exists('beacons', json_decode(json_encode($result), true)));
var_dump($nosocket->diagnostics()['beacons']);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogsAndBeacons(__FILE__);
--EXPECT--
array(0) {
}
bool(false)
bool(false)
NULL
