--TEST--
NoSocket: host: memory_limit reached in jsonSerialize stores nothing, and the handle still works
--INI--
memory_limit=8M
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

class Greedy implements JsonSerializable
{
    public function jsonSerialize(): mixed
    {
        return str_repeat('x', 1 << 24);
    }
}

$nosocket = newLog(__FILE__);
register_shutdown_function(function () use ($nosocket) {
    showLog($nosocket);
    var_dump($nosocket->emit('orders', 'order.created')->id);
});

$nosocket->emitBatch([
    ['channel' => 'orders', 'event' => 'e', 'payload' => 1],
    ['channel' => 'orders', 'event' => 'e', 'payload' => new Greedy()],
]);
echo "not reached\n";
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
Fatal error: Allowed memory size of %d bytes exhausted %s
the log holds 0 channels, 0 events
int(1)
