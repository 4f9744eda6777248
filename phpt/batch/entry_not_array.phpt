--TEST--
NoSocket: emitBatch: an entry that is not an array is refused
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

$good = ['channel' => 'orders', 'event' => 'order.created'];
foreach (['orders', 5, null, (object) $good] as $entry) {
    attempt(fn () => $nosocket->emitBatch([$good, $good, $entry]));
}
showLog($nosocket);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\InvalidArgumentException (invalid_request): %S2%s
NoSocket\InvalidArgumentException (invalid_request): %S2%s
NoSocket\InvalidArgumentException (invalid_request): %S2%s
NoSocket\InvalidArgumentException (invalid_request): %S2%s
the log holds 0 channels, 0 events
