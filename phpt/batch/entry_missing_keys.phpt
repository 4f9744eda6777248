--TEST--
NoSocket: emitBatch: an entry without channel or event is refused
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

$good = ['channel' => 'orders', 'event' => 'order.created'];
foreach (
    [
        ['event' => 'order.created'], ['channel' => 'orders'], ['channel' => null] + $good, ['event' => null] + $good,
        [],
    ] as $entry
) {
    attempt(fn () => $nosocket->emitBatch([$good, $entry]));
}
showLog($nosocket);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\InvalidArgumentException (invalid_request): %S1%Schannel%s
NoSocket\InvalidArgumentException (invalid_request): %S1%Sevent%s
NoSocket\InvalidArgumentException (invalid_request): %S1%Schannel%s
NoSocket\InvalidArgumentException (invalid_request): %S1%Sevent%s
NoSocket\InvalidArgumentException (invalid_request): %S1%Schannel%s
the log holds 0 channels, 0 events
