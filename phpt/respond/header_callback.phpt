--TEST--
NoSocket: respond: a header callback may emit, and may fail
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
register_shutdown_function(function () use ($nosocket) {
    echo "\n";
    var_dump($nosocket->emit('orders', 'order.created')->id);
});

header_register_callback(function () use ($nosocket) {
    $nosocket->emit('orders', 'order.created');
    // Silenced is PHP 8.4's advice alone: this error always shows.
    @trigger_error('no headers', E_USER_ERROR);
});
$nosocket->respond();
echo "not reached\n";
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
Fatal error: no headers in %s on line %d

int(2)
