--TEST--
NoSocket: class: a handle whose constructor failed does not crash
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$kept = [];
$object = null;
try {
    $object = new NoSocket(['dns' => 'x']);
} catch (NoSocket\InvalidArgumentException $e) {
    $kept = $e->getTrace();
}
var_dump($object);
unset($kept, $e);
gc_collect_cycles();
var_dump(newLog(__FILE__)->emit('orders', 'order.created')->id);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
NULL
int(1)
