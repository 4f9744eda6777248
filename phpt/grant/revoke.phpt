--TEST--
NoSocket: revoke: grants issued until then are refused, other subjects' and later ones are not
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$dsn = 'sqlite:' . databasePath(__FILE__);
$nosocket = newLog(__FILE__, ['dsn' => $dsn]);
$nosocket->emit('orders', 'order.created');
$poll = fn (string $grant) => showPoll($nosocket->poll(['orders' => ['cursor' => 0]], $grant));

$before = $nosocket->grant(['*'], 'user:42', ttlSeconds: 2678400);
$other = $nosocket->grant(['*'], 'user:43');
$poll($before);

var_dump($nosocket->revoke('user:42'));
attempt(fn () => $poll($before));
$poll($other);
$poll($nosocket->grant(['*'], 'user:42'));
attempt(fn () => $poll($before));

echo "\nby another handle and with a named argument\n";
newLog(__FILE__, ['dsn' => $dsn, 'secret' => OLD_SECRET])->revoke(subject: 'user:43');
attempt(fn () => $poll($other));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
events: orders#1; cursors: orders=1; resync: none; more: no
NULL
NoSocket\GrantException (grant_revoked): the grant was revoked; fetch a new one
events: orders#1; cursors: orders=1; resync: none; more: no
events: orders#1; cursors: orders=1; resync: none; more: no
NoSocket\GrantException (grant_revoked): the grant was revoked; fetch a new one

by another handle and with a named argument
NoSocket\GrantException (grant_revoked): the grant was revoked; fetch a new one
