--TEST--
NoSocket: class: methods cannot be called statically, but make first-class callables
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

attempt(fn () => NoSocket::emit('orders', 'order.created'));

$emit = newLog(__FILE__)->emit(...);
var_dump($emit('orders', 'order.created')->id, $emit(channel: 'orders', event: 'order.created')->id);
var_dump(array_map($emit, ['a', 'b'], ['c', 'd'])[1]->channel);
var_dump(call_user_func_array($emit, ['event' => 'e', 'channel' => 'orders'])->id);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
Error: Non-static method NoSocket::emit() cannot be called statically
int(1)
int(2)
string(1) "b"
int(3)
