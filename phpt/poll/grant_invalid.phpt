--TEST--
NoSocket: poll: malformed and forged grants are refused
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$now = time();
$claims = ['sub' => 'user:42', 'iat' => $now, 'exp' => $now + 60, 'jti' => 'a', 'channels' => ['orders']];
[$header, $body, $signature] = explode('.', signToken($claims));

$grants = [
    'not a token' => 'garbage',
    'two parts' => "$header.$body",
    'four parts' => "$header.$body.$signature.",
    'no signature' => "$header.$body.",
    'not base64' => "$header.$body.???",
    'cut signature' => "$header.$body." . substr($signature, 0, -2),
    'other secret' => signToken($claims, str_repeat('?', 32)),
    'changed claims' => "$header." . encodeBase64Url(json_encode(['channels' => ['*']] + $claims)) . ".$signature",
    'alg none' => encodeBase64Url('{"alg":"none"}') . ".$body.",
    'alg HS512' => signToken($claims, SECRET, ['alg' => 'HS512', 'typ' => 'JWT']),
    'unknown kid' => signToken($claims, str_repeat('?', 32), ['alg' => 'HS256', 'kid' => 'unknown']),
    'not valid yet' => signToken(['nbf' => $now + 3600] + $claims),
    'no expiry' => signToken(array_diff_key($claims, ['exp' => 0])),
    'no channels' => signToken(array_diff_key($claims, ['channels' => 0])),
    'channels a string' => signToken(['channels' => 'orders'] + $claims),
    'expiry a string' => signToken(['exp' => (string) ($now + 60)] + $claims),
    'claims a list' => signToken(['orders']),
    'space before' => ' ' . signToken($claims),
    'NUL behind' => signToken($claims) . "\0",
    'very long' => str_repeat('x', 100000),
];
foreach ($grants as $fault => $grant) {
    try {
        $nosocket->poll(['orders' => []], $grant);
        echo "$fault: accepted\n";
    } catch (NoSocket\GrantException $e) {
        echo "$fault: {$e->getErrorCode()}", str_contains($e->getMessage(), $grant) ? ', and shown' : '', "\n";
    }
}
showPoll($nosocket->poll(['orders' => []], signToken($claims)));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
not a token: grant_invalid
two parts: grant_invalid
four parts: grant_invalid
no signature: grant_invalid
not base64: grant_invalid
cut signature: grant_invalid
other secret: grant_invalid
changed claims: grant_invalid
alg none: grant_invalid
alg HS512: grant_invalid
unknown kid: grant_invalid
not valid yet: grant_invalid
no expiry: grant_invalid
no channels: grant_invalid
channels a string: grant_invalid
expiry a string: grant_invalid
claims a list: grant_invalid
space before: grant_invalid
NUL behind: grant_invalid
very long: grant_invalid
events: none; cursors: orders=0; resync: none; more: no
