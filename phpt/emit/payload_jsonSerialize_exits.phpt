--TEST--
NoSocket: emit: exit in jsonSerialize ends the script and stores nothing
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

class Leaving implements JsonSerializable
{
    public function jsonSerialize(): mixed
    {
        exit("leaving\n");
    }
}

$nosocket = newLog(__FILE__);
register_shutdown_function(function () use ($nosocket) {
    showLog($nosocket);
    var_dump($nosocket->emit('orders', 'order.created')->id);
});

$nosocket->emit('orders', 'order.created', new Leaving());
echo "not reached\n";
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
leaving
the log holds 0 channels, 0 events
int(1)
