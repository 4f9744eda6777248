--TEST--
NoSocket: cursors: channel names are validated
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__, ['max_channels' => 2]);

foreach (['', 'a b', 'bücher', 'user:*', str_repeat('x', 129), 1.5, null, ['orders']] as $channel) {
    attempt(fn () => $nosocket->cursors(['orders', $channel]));
}
attempt(fn () => $nosocket->cursors(['a', 'b', 'c']));
attempt(fn () => $nosocket->cursors('orders'));
attempt(fn () => $nosocket->cursors());
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\InvalidArgumentException (invalid_request): %Schannel%s
NoSocket\InvalidArgumentException (invalid_request): %Schannel "a b"%s
NoSocket\InvalidArgumentException (invalid_request): %Schannel "bücher"%s
NoSocket\InvalidArgumentException (invalid_request): %Schannel "user:*"%s
NoSocket\InvalidArgumentException (invalid_request): %Schannel "x%s129%s
NoSocket\InvalidArgumentException (invalid_request): %Schannel%s
NoSocket\InvalidArgumentException (invalid_request): %Schannel%s
NoSocket\InvalidArgumentException (invalid_request): %Schannel%s
NoSocket\InvalidArgumentException (invalid_request): %S2%S
TypeError: NoSocket::cursors(): Argument #1 ($channels) must be of type array, string given
ArgumentCountError: NoSocket::cursors() expects exactly 1 argument, 0 given
