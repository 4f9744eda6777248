--TEST--
NoSocket: grant: without a secret the exception names the setting
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = new NoSocket(['dsn' => 'sqlite:' . databasePath(__FILE__)]);

attempt(fn () => $nosocket->emit('orders', 'order.created'));
attempt(fn () => $nosocket->grant(['orders'], 'user:42'));
attempt(fn () => $nosocket->poll(['orders' => []], 'a.b.c'));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
no exception
NoSocket\InvalidArgumentException (%s): %Ssecret%s
NoSocket\InvalidArgumentException (%s): %Ssecret%s
