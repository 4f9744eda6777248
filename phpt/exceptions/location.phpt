--TEST--
NoSocket: exceptions: file and line are those of the call
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

try {
    $nosocket->emit('', 'order.created');
} catch (NoSocket\Exception $e) {
    var_dump(basename($e->getFile()), $e->getLine() === __LINE__ - 2, $e->getCode(), $e->getPrevious());
    var_dump($e->getTrace()[0]['class'], $e->getTrace()[0]['function']);
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
string(12) "location.php"
bool(true)
int(0)
NULL
string(8) "NoSocket"
string(4) "emit"
