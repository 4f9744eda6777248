--TEST--
NoSocket: host: memory_limit reached while an answer is made ends the script, and the handle still works
--INI--
memory_limit=8M
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$grant = grantAll($nosocket);
$payload = array_fill(0, 20_000, 1);
for ($i = 0; $i < 50; $i++) {
    $nosocket->emit('orders', 'big', $payload);
}
unset($payload);
register_shutdown_function(function () use ($nosocket, $grant) {
    var_dump($nosocket->emit('orders', 'order.created')->id);
    showPoll($nosocket->poll(['orders' => ['cursor' => 50]], $grant));
});

$nosocket->poll(['orders' => ['cursor' => 0]], $grant);
echo "not reached\n";
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
Fatal error: Allowed memory size of %d bytes exhausted %s
int(51)
events: orders#51; cursors: orders=51; resync: none; more: no
