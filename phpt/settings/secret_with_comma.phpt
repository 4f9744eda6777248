--TEST--
NoSocket: settings: commas separate secrets in php.ini, but belong to those in a list
--INI--
nosocket.secret="the first secret, of the list of secrets, which is long enough for anybody, or is it not so"
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

attempt(fn () => new NoSocket());

$secret = 'one secret, with commas, and long enough';
[$header, $body, $signature] = explode('.', newLog(__FILE__, ['secret' => [$secret]])->grant(['orders'], 'user:42'));
var_dump(decodeBase64Url($signature) === hash_hmac('sha256', "$header.$body", $secret, true));

[$header, $body, $signature] = explode('.', newLog(__FILE__, ['secret' => $secret])->grant(['orders'], 'user:42'));
var_dump(decodeBase64Url($signature) === hash_hmac('sha256', "$header.$body", $secret, true));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\InvalidArgumentException (%s): %Ssecret%s
bool(true)
bool(true)
