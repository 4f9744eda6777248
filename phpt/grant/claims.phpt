--TEST--
NoSocket: grant: the token is a JWT with subject, times, id and channels
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

$before = time();
$token = $nosocket->grant(['orders', 'user:42:*'], 'user:42', 600);
$after = time();

[$header, $body, $signature] = explode('.', $token);
$header = json_decode(decodeBase64Url($header), true);
$claims = json_decode(decodeBase64Url($body), true);

var_dump($header['alg'], $header['typ'], preg_match('/^[\w-]+\.[\w-]+\.[\w-]+$/D', $token));
ksort($claims);
echo implode(' ', array_keys($claims)), "\n";
var_dump($claims['sub'], $claims['channels'], $claims['exp'] - $claims['iat']);
var_dump($before <= $claims['iat'] && $claims['iat'] <= $after);
var_dump(is_string($claims['jti']) && strlen($claims['jti']) >= 16);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
string(5) "HS256"
string(3) "JWT"
int(1)
channels exp iat iat_ms jti sub
string(7) "user:42"
array(2) {
  [0]=>
  string(6) "orders"
  [1]=>
  string(9) "user:42:*"
}
int(600)
bool(true)
bool(true)
