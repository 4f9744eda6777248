--TEST--
NoSocket: grant: the signature is HMAC-SHA-256 with the secret
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

[$header, $body, $signature] = explode('.', $nosocket->grant(['orders'], 'user:42'));
var_dump(decodeBase64Url($signature) === hash_hmac('sha256', "$header.$body", SECRET, true));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
bool(true)
