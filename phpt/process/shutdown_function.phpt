--TEST--
NoSocket: process: shutdown functions and destructors can still emit
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

class LastWord
{
    public function __construct(private NoSocket $nosocket)
    {
    }

    public function __destruct()
    {
        echo 'destructor ', $this->nosocket->emit('orders', 'order.created')->id, "\n";
    }
}

$nosocket = newLog(__FILE__);
$lastWord = new LastWord($nosocket);
register_shutdown_function(function () use ($nosocket) {
    echo 'shutdown function ', $nosocket->emit('orders', 'order.created')->id, "\n";
});
echo 'script ', $nosocket->emit('orders', 'order.created')->id, "\n";
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
script 1
shutdown function 2
destructor 3
