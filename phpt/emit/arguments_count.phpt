--TEST--
NoSocket: emit: too few and too many arguments are refused
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

attempt(fn () => $nosocket->emit());
attempt(fn () => $nosocket->emit('orders'));
attempt(fn () => $nosocket->emit('orders', 'order.created', null, null, null, false, 'more'));
showLog($nosocket);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
ArgumentCountError: NoSocket::emit() expects at least 2 arguments, 0 given
ArgumentCountError: NoSocket::emit() expects at least 2 arguments, 1 given
ArgumentCountError: NoSocket::emit() expects at most 6 arguments, 7 given
the log holds 0 channels, 0 events
