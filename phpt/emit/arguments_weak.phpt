--TEST--
NoSocket: emit: arguments are converted as PHP does without strict_types
--FILE--
<?php

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

$name = new class {
    public function __toString(): string
    {
        return 'orders';
    }
};

$event = $nosocket->emit(42, 1.5, null, '60', 7, 1);
var_dump($event->channel, $event->event, $event->except);
var_dump($nosocket->emit($name, true)->channel);

attempt(fn () => $nosocket->emit('orders', 'order.created', null, 'soon'));
attempt(fn () => $nosocket->emit('orders', 'order.created', null, []));
attempt(fn () => $nosocket->emit(new stdClass(), 'order.created'));
attempt(fn () => $nosocket->emit('orders', 'order.created', null, 60.5));
attempt(fn () => $nosocket->emit(null, 'order.created'));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
string(2) "42"
string(3) "1.5"
string(1) "7"
string(6) "orders"
TypeError: NoSocket::emit(): Argument #4 ($ttlSeconds) must be of type ?int, string given
TypeError: NoSocket::emit(): Argument #4 ($ttlSeconds) must be of type ?int, array given
TypeError: NoSocket::emit(): Argument #1 ($channel) must be of type string, stdClass given

Deprecated: Implicit conversion from float 60.5 to int loses precision in %s on line %d
no exception

Deprecated: NoSocket::emit(): Passing null to parameter #1 ($channel) of type string is deprecated in %s on line %d
NoSocket\InvalidArgumentException (invalid_request): channel is empty%S
