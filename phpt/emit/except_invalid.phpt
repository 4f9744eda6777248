--TEST--
NoSocket: emit: the tab to leave out is validated
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

foreach (['', 'tab 1', "tab\n", 'täb', '*', str_repeat('x', 129)] as $except) {
    attempt(fn () => $nosocket->emit('orders', 'order.created', except: $except));
}
showLog($nosocket);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\InvalidArgumentException (invalid_request): except%s
NoSocket\InvalidArgumentException (invalid_request): except "tab 1"%s
NoSocket\InvalidArgumentException (invalid_request): except "tab\n"%s
NoSocket\InvalidArgumentException (invalid_request): except "täb"%s
NoSocket\InvalidArgumentException (invalid_request): except "*"%s
NoSocket\InvalidArgumentException (invalid_request): except %s 129 %s
the log holds 0 channels, 0 events
