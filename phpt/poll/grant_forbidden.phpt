--TEST--
NoSocket: poll: a channel that the grant does not cover is refused by name
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$nosocket->emit('users', 'user.created', 'private');
$grant = $nosocket->grant(['orders', 'user:42:*'], 'user:42');

showPoll($nosocket->poll(['orders' => [], 'user:42:inbox' => [], 'user:42:' => []], $grant));
foreach (['users', 'order', 'orders2', 'user:420:inbox', 'user:42'] as $channel) {
    attempt(fn () => $nosocket->poll(['orders' => [], $channel => ['cursor' => 0]], $grant));
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
events: none; cursors: orders=0, user:42:inbox=0, user:42:=0; resync: none; more: no
NoSocket\GrantException (forbidden): %Susers%S
NoSocket\GrantException (forbidden): %Sorder%S
NoSocket\GrantException (forbidden): %Sorders2%S
NoSocket\GrantException (forbidden): %Suser:420:inbox%S
NoSocket\GrantException (forbidden): %Suser:42%S
