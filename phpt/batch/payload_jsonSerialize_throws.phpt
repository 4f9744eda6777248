--TEST--
NoSocket: emitBatch: an exception from jsonSerialize passes through and nothing is stored
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

class Broken implements JsonSerializable
{
    public function jsonSerialize(): mixed
    {
        throw new DomainException('no JSON today');
    }
}

$nosocket = newLog(__FILE__);

attempt(fn () => $nosocket->emitBatch([
    ['channel' => 'orders', 'event' => 'order.created'],
    ['channel' => 'orders', 'event' => 'order.created', 'payload' => new Broken()],
]));
showLog($nosocket);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
DomainException: no JSON today
the log holds 0 channels, 0 events
