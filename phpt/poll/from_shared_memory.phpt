--TEST--
NoSocket: poll: news that were read a moment ago come from shared memory, until somebody emits
--EXTENSIONS--
pdo
pdo_sqlite
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__, ['head_cache' => 60_000]);
$dsn = $nosocket->diagnostics()['settings']['dsn'];
$grant = grantAll($nosocket);
$subscriptions = ['orders' => ['cursor' => 0]];
$nosocket->emit('orders', 'order.created', ['total' => 49.9, 'name' => 'Zoë'], except: 'tab-1');
$nosocket->emit('orders', 'order.updated');
$told = $nosocket->poll($subscriptions, $grant)->toJson();
for ($i = 0; $i < 2; $i++) {
    // A reader is looked up in a later millisecond than that in which the events were read.
    usleep(3_000);
    $nosocket->poll($subscriptions, $grant);
}
(new PDO($dsn))->exec('DELETE FROM nosocket_events');

$options = ['dsn' => $dsn, 'secret' => SECRET, 'rate_limiter' => 'off', 'cleanup_probability' => 0.0];
$another = new NoSocket($options + ['head_cache' => 60_000]);
var_dump($another->poll($subscriptions, $grant)->toJson() === $told);
showPoll((new NoSocket($options + ['head_cache' => 0]))->poll($subscriptions, $grant));
$nosocket->emit('orders', 'order.updated');
showPoll($another->poll($subscriptions, $grant));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
bool(true)
events: none; cursors: orders=2; resync: none; more: no
events: orders#3; cursors: orders=3; resync: none; more: no
