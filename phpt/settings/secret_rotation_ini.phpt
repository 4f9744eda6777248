--TEST--
NoSocket: settings: several secrets stand in php.ini with commas between them
--INI--
nosocket.secret="the secret of the tests: 32 bytes and more, the secret that was used before: long enough"
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$options = ['dsn' => 'sqlite:' . databasePath(__FILE__), 'rate_limiter' => 'off'];
$nosocket = new NoSocket($options);

[$header, $body, $signature] = explode('.', grantAll($nosocket));
var_dump(decodeBase64Url($signature) === hash_hmac('sha256', "$header.$body", SECRET, true));
showPoll($nosocket->poll(['orders' => []], grantAll(new NoSocket($options + ['secret' => OLD_SECRET]))));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
bool(true)
events: none; cursors: orders=0; resync: none; more: no
