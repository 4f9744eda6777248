--TEST--
NoSocket: revoke: a grant from another issuer counts by the second, one without its time of issue as old
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$nosocket->revoke('user:42');
$now = time();

foreach (['this second' => $now, 'a minute ago' => $now - 60, 'in two seconds' => $now + 2] as $when => $issuedAt) {
    $claims = ['sub' => 'user:42', 'iat' => $issuedAt, 'exp' => $now + 60, 'channels' => ['orders']];
    echo "$when: ";
    attempt(fn () => showPoll($nosocket->poll(['orders' => []], signToken($claims))));
}
echo 'nobody knows when: ';
unset($claims['iat']);
attempt(fn () => showPoll($nosocket->poll(['orders' => []], signToken($claims))));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
this second: NoSocket\GrantException (grant_revoked): the grant was revoked; fetch a new one
a minute ago: NoSocket\GrantException (grant_revoked): the grant was revoked; fetch a new one
in two seconds: events: none; cursors: orders=0; resync: none; more: no
no exception
nobody knows when: NoSocket\GrantException (grant_revoked): the grant was revoked; fetch a new one
