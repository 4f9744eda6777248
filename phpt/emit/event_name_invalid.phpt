--TEST--
NoSocket: emit: event names are validated
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

foreach (
    [
        '', 'order created', "order\r\ncreated", "order\0", 'bestellung.gelöscht', 'order.*', str_repeat('x', 129),
    ] as $event
) {
    attempt(fn () => $nosocket->emit('orders', $event));
}
showLog($nosocket);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\InvalidArgumentException (invalid_request): event%s
NoSocket\InvalidArgumentException (invalid_request): event "order created"%s
NoSocket\InvalidArgumentException (invalid_request): event "order\r\ncreated"%s
NoSocket\InvalidArgumentException (invalid_request): event "order\0"%s
NoSocket\InvalidArgumentException (invalid_request): event "bestellung.gelöscht"%s
NoSocket\InvalidArgumentException (invalid_request): event "order.*"%s
NoSocket\InvalidArgumentException (invalid_request): event "x%s 129 %s
the log holds 0 channels, 0 events
