--TEST--
NoSocket: process: a hundred handles on a hundred files keep few files open
--SKIPIF--
<?php
if (!is_dir('/proc/self/fd')) {
    die('skip there is no /proc to count open files in');
}
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

for ($i = 0; $i < 100; $i++) {
    $nosocket = newLog(__FILE__);
    if ($nosocket->emit('orders', 'order.created')->id !== 1) {
        echo "log $i is not new\n";
    }
    unset($nosocket);
}
var_dump(count(glob('/proc/self/fd/*')) < 80);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
bool(true)
