--TEST--
NoSocket: poll: an expired grant is told apart from an invalid one
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

$claims = ['sub' => 'user:42', 'iat' => time() - 7200, 'exp' => time() - 3600, 'jti' => 'a', 'channels' => ['orders']];
attempt(fn () => $nosocket->poll(['orders' => []], signToken($claims)));
attempt(fn () => $nosocket->poll(['orders' => []], signToken($claims, str_repeat('?', 32))));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\GrantException (grant_expired): %s
NoSocket\GrantException (grant_invalid): %s
