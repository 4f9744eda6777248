--TEST--
NoSocket: grant: the time is 1 second to 31 days
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

foreach ([0, -1, 2678401, PHP_INT_MAX, PHP_INT_MIN] as $ttl) {
    attempt(fn () => $nosocket->grant(['orders'], 'user:42', ttlSeconds: $ttl));
}
foreach ([1, 2678400] as $ttl) {
    $claims = json_decode(decodeBase64Url(explode('.', $nosocket->grant(['orders'], 'user:42', $ttl))[1]), true);
    var_dump($claims['exp'] - $claims['iat']);
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\InvalidArgumentException (invalid_request): %s 0 %s
NoSocket\InvalidArgumentException (invalid_request): %s -1 %s
NoSocket\InvalidArgumentException (invalid_request): %s 2678401 %s
NoSocket\InvalidArgumentException (invalid_request): %s 9223372036854775807 %s
NoSocket\InvalidArgumentException (invalid_request): %s -9223372036854775808 %s
int(1)
int(2678400)
