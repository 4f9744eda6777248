--TEST--
NoSocket: exceptions: many in a row leave nothing behind
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$fail = function () use ($nosocket) {
    foreach ([['', 'e'], ['c', 'e', NAN], ['c', 'e', null, 0]] as $arguments) {
        try {
            $nosocket->emit(...$arguments);
        } catch (NoSocket\Exception) {
        }
    }
    try {
        $nosocket->poll(['orders' => []], 'garbage');
    } catch (NoSocket\Exception) {
    }
    try {
        new NoSocket(['dns' => 'x']);
    } catch (NoSocket\Exception) {
    }
};
for ($i = 0; $i < 10; $i++) {
    $fail();
}
$before = memory_get_usage();
for ($i = 0; $i < 500; $i++) {
    $fail();
}
var_dump(memory_get_usage() - $before < 1000);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
bool(true)
