--TEST--
NoSocket: emit: an exception from jsonSerialize passes through unchanged
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

class Broken implements JsonSerializable
{
    public function jsonSerialize(): mixed
    {
        throw new DomainException('no JSON today', 7, new LogicException('the cause'));
    }
}

$nosocket = newLog(__FILE__);

try {
    $nosocket->emit('orders', 'order.created', ['deep' => new Broken()]);
} catch (DomainException $e) {
    var_dump($e->getMessage(), $e->getCode(), $e->getPrevious()->getMessage());
    var_dump($e->getTrace()[0]['function']);
}
showLog($nosocket);
var_dump($nosocket->emit('orders', 'order.created')->id);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
string(13) "no JSON today"
int(7)
string(9) "the cause"
string(13) "jsonSerialize"
the log holds 0 channels, 0 events
int(1)
