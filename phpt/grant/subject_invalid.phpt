--TEST--
NoSocket: grant: the subject is 1 to 255 bytes of UTF-8
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

foreach (['', "\xff", str_repeat('x', 256)] as $subject) {
    attempt(fn () => $nosocket->grant(['orders'], $subject));
    attempt(fn () => $nosocket->revoke($subject));
}
attempt(fn () => $nosocket->grant(['orders'], 42));
attempt(fn () => $nosocket->grant(['orders']));

foreach ([str_repeat('x', 255), 'Käthe 👍', 'a"b\\c'] as $subject) {
    $claims = json_decode(decodeBase64Url(explode('.', $nosocket->grant(['orders'], $subject))[1]), true);
    var_dump($claims['sub'] === $subject);
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\InvalidArgumentException (invalid_request): %Ssubject%s
NoSocket\InvalidArgumentException (invalid_request): %Ssubject%s
NoSocket\InvalidArgumentException (invalid_request): %Ssubject%s
NoSocket\InvalidArgumentException (invalid_request): %Ssubject%s
NoSocket\InvalidArgumentException (invalid_request): %Ssubject%s
NoSocket\InvalidArgumentException (invalid_request): %Ssubject%s
TypeError: NoSocket::grant(): Argument #2 ($subject) must be of type string, int given
ArgumentCountError: NoSocket::grant() expects at least 2 arguments, 1 given
bool(true)
bool(true)
bool(true)
