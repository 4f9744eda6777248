--TEST--
NoSocket: grant: channels are validated
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

foreach (
    [
        '', 'a b', "a\n", 'bücher', "\xff", 'a*b', '**', '*a', str_repeat('x', 129), 1.5, null, true, [], ['orders'],
    ] as $channel
) {
    attempt(fn () => $nosocket->grant(['orders', $channel], 'user:42'));
}
attempt(fn () => $nosocket->grant([], 'user:42'));
attempt(fn () => $nosocket->grant('orders', 'user:42'));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\InvalidArgumentException (invalid_request): %Schannel%s
NoSocket\InvalidArgumentException (invalid_request): %Schannel "a b"%s
NoSocket\InvalidArgumentException (invalid_request): %Schannel "a\n"%s
NoSocket\InvalidArgumentException (invalid_request): %Schannel "bücher"%s
NoSocket\InvalidArgumentException (invalid_request): %Schannel %s
NoSocket\InvalidArgumentException (invalid_request): %Schannel "a*b"%s
NoSocket\InvalidArgumentException (invalid_request): %Schannel "**"%s
NoSocket\InvalidArgumentException (invalid_request): %Schannel "*a"%s
NoSocket\InvalidArgumentException (invalid_request): %Schannel "x%s129%s
NoSocket\InvalidArgumentException (invalid_request): %Schannel%s
NoSocket\InvalidArgumentException (invalid_request): %Schannel%s
NoSocket\InvalidArgumentException (invalid_request): %Schannel%s
NoSocket\InvalidArgumentException (invalid_request): %Schannel%s
NoSocket\InvalidArgumentException (invalid_request): %Schannel%s
NoSocket\InvalidArgumentException (invalid_request): %Schannel%s
TypeError: NoSocket::grant(): Argument #1 ($channels) must be of type array, string given
