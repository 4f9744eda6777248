--TEST--
NoSocket: respond: a fatal error in an output callback ends the script, and the handle still works
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
register_shutdown_function(function () use ($nosocket) {
    // Past the buffer, which PHP has locked.
    fwrite(STDOUT, "emitted {$nosocket->emit('orders', 'order.created')->id}\n");
});

ob_start(fn (string $output) => $output === '' ? '' : @trigger_error('no way out', E_USER_ERROR), 1);
$nosocket->respond();
echo "not reached\n";
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
emitted 1%A
