--TEST--
NoSocket: emit: a refused payload's exception keeps the JsonException as its cause
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

try {
    $nosocket->emit('orders', 'order.created', NAN);
} catch (NoSocket\InvalidArgumentException $e) {
    var_dump($e->getPrevious() instanceof JsonException, $e->getPrevious()->getCode() === JSON_ERROR_INF_OR_NAN);
}
var_dump(json_last_error());
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
bool(true)
bool(true)
int(0)
