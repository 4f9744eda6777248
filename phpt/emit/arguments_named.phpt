--TEST--
NoSocket: emit: arguments can be named, and those with defaults skipped
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

$event = $nosocket->emit(event: 'order.created', channel: 'orders', except: 'tab-1');
var_dump($event->channel, $event->event, $event->payload, $event->except);

$event = $nosocket->emit('orders', 'order.created', transient: true, payload: 5);
var_dump($event->payload, $event->except);

attempt(fn () => $nosocket->emit('orders', 'order.created', ttl: 60));
attempt(fn () => $nosocket->emit(channel: 'orders'));
attempt(fn () => $nosocket->emit(event: 'order.created'));
showLog($nosocket);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
string(6) "orders"
string(13) "order.created"
NULL
string(5) "tab-1"
int(5)
NULL
Error: Unknown named parameter $ttl
ArgumentCountError: NoSocket::emit()%s
ArgumentCountError: NoSocket::emit(): Argument #1 ($channel) not passed
the log holds 1 channels, 2 events
