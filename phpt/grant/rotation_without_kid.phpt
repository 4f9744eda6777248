--TEST--
NoSocket: grant: a token of another issuer, without a key id, is tried with every secret
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__, ['secret' => [SECRET, OLD_SECRET]]);

$claims = ['sub' => 'user:42', 'iat' => time(), 'exp' => time() + 60, 'jti' => 'a', 'channels' => ['orders']];
showPoll($nosocket->poll(['orders' => []], signToken($claims, SECRET)));
showPoll($nosocket->poll(['orders' => []], signToken($claims, OLD_SECRET)));
attempt(fn () => $nosocket->poll(['orders' => []], signToken($claims, str_repeat('?', 32))));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
events: none; cursors: orders=0; resync: none; more: no
events: none; cursors: orders=0; resync: none; more: no
NoSocket\GrantException (grant_invalid): %s
