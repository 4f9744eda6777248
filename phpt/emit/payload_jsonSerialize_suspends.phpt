--TEST--
NoSocket: emit: a fiber may be suspended in jsonSerialize while others emit
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

class Waiting implements JsonSerializable
{
    public function jsonSerialize(): mixed
    {
        return Fiber::suspend();
    }
}

$nosocket = newLog(__FILE__);

$fiber = new Fiber(fn () => $nosocket->emit('orders', 'slow', new Waiting()));
$fiber->start();
var_dump($nosocket->emit('orders', 'fast')->id);
$fiber->resume('woken');
var_dump($fiber->getReturn()->id, $fiber->getReturn()->payloadJson);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
int(1)
int(2)
string(7) ""woken""
