--TEST--
NoSocket: emit: an exception from a channel's __toString passes through
--FILE--
<?php

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

$name = new class {
    public function __toString(): string
    {
        throw new DomainException('no name today');
    }
};

attempt(fn () => $nosocket->emit($name, 'order.created'));
showLog($nosocket);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
DomainException: no name today
the log holds 0 channels, 0 events
