--TEST--
NoSocket: emit: after a fatal error in jsonSerialize the handle still works
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

class Fatal implements JsonSerializable
{
    public function jsonSerialize(): mixed
    {
        // Silenced is PHP 8.4's advice alone: this error always shows.
        @trigger_error('no way on', E_USER_ERROR);
    }
}

$nosocket = newLog(__FILE__);
register_shutdown_function(function () use ($nosocket) {
    showLog($nosocket);
    var_dump($nosocket->emit('orders', 'order.created')->id);
});

$nosocket->emit('orders', 'order.created', new Fatal());
echo "not reached\n";
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
Fatal error: no way on in %s on line %d
the log holds 0 channels, 0 events
int(1)
