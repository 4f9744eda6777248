--TEST--
NoSocket: emitBatch: an unknown key is refused by name
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

$good = ['channel' => 'orders', 'event' => 'order.created'];
attempt(fn () => $nosocket->emitBatch([$good + ['ttlSeconds' => 60]]));
attempt(fn () => $nosocket->emitBatch([$good, $good + ['Payload' => 1]]));
attempt(fn () => $nosocket->emitBatch([['orders', 'order.created']]));
showLog($nosocket);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\InvalidArgumentException (invalid_request): %S0%SttlSeconds%s
NoSocket\InvalidArgumentException (invalid_request): %S1%SPayload%s
NoSocket\InvalidArgumentException (invalid_request): %S0%s
the log holds 0 channels, 0 events
