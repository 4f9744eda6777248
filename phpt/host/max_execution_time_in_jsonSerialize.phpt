--TEST--
NoSocket: host: max_execution_time reached in jsonSerialize stores nothing, and the handle still works
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

class Endless implements JsonSerializable
{
    public function jsonSerialize(): mixed
    {
        while (true) {
        }
    }
}

$nosocket = newLog(__FILE__);
register_shutdown_function(function () use ($nosocket) {
    showLog($nosocket);
    var_dump($nosocket->emit('orders', 'order.created')->id);
});

set_time_limit(1);
$nosocket->emit('orders', 'order.created', new Endless());
echo "not reached\n";
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
Fatal error: Maximum execution time of 1 second exceeded in %s
the log holds 0 channels, 0 events
int(1)
