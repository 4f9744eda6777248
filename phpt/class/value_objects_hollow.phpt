--TEST--
NoSocket: class: an event or result made behind the constructor's back does not crash
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$hollow = [];
foreach (['NoSocket\Event', 'NoSocket\PollResult'] as $class) {
    try {
        $hollow[] = (new ReflectionClass($class))->newInstanceWithoutConstructor();
    } catch (ReflectionException) {
    }
    try {
        $hollow[] = unserialize(sprintf('O:%d:"%s":0:{}', strlen($class), $class));
    } catch (Exception) {
    }
}
foreach ($hollow as $object) {
    foreach (
        [
            'var_dump', 'json_encode', 'serialize', fn () => $object->jsonSerialize(), fn () => $object->toJson(),
        ] as $use
    ) {
        ob_start();
        try {
            $use($object);
        } catch (Throwable) {
        }
        ob_end_clean();
    }
}
var_dump(newLog(__FILE__)->emit('orders', 'order.created')->id);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
int(1)
