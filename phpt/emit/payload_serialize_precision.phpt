--TEST--
NoSocket: emit: floats follow serialize_precision, as in json_encode
--INI--
serialize_precision=5
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

var_dump($nosocket->emit('orders', 'order.created', 1 / 3)->payloadJson === json_encode(1 / 3));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
bool(true)
