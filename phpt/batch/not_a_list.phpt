--TEST--
NoSocket: emitBatch: the events must be a list
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

$good = ['channel' => 'orders', 'event' => 'order.created'];
attempt(fn () => $nosocket->emitBatch(['first' => $good]));
attempt(fn () => $nosocket->emitBatch([1 => $good]));
attempt(fn () => $nosocket->emitBatch([1 => $good, 0 => $good]));
attempt(fn () => $nosocket->emitBatch($good));
attempt(fn () => $nosocket->emitBatch('orders'));
showLog($nosocket);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\InvalidArgumentException (invalid_request): %slist%s
NoSocket\InvalidArgumentException (invalid_request): %slist%s
NoSocket\InvalidArgumentException (invalid_request): %slist%s
NoSocket\InvalidArgumentException (invalid_request): %slist%s
TypeError: NoSocket::emitBatch(): Argument #1 ($events) must be of type array, string given
the log holds 0 channels, 0 events
