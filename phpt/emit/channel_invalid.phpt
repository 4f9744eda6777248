--TEST--
NoSocket: emit: channel names are validated
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

foreach (
    [
        '', ' ', 'a b', ' a', "a\n", "a\tb", "a\0b", "\x7f", 'bücher', "\xff", 'user:*', '*', str_repeat('x', 129),
    ] as $channel
) {
    attempt(fn () => $nosocket->emit($channel, 'order.created'));
}
showLog($nosocket);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\InvalidArgumentException (invalid_request): channel%s
NoSocket\InvalidArgumentException (invalid_request): channel " "%s
NoSocket\InvalidArgumentException (invalid_request): channel "a b"%s
NoSocket\InvalidArgumentException (invalid_request): channel " a"%s
NoSocket\InvalidArgumentException (invalid_request): channel "a\n"%s
NoSocket\InvalidArgumentException (invalid_request): channel "a\tb"%s
NoSocket\InvalidArgumentException (invalid_request): channel "a\0b"%s
NoSocket\InvalidArgumentException (invalid_request): channel %s
NoSocket\InvalidArgumentException (invalid_request): channel "bücher"%s
NoSocket\InvalidArgumentException (invalid_request): channel %s
NoSocket\InvalidArgumentException (invalid_request): channel "user:*"%s
NoSocket\InvalidArgumentException (invalid_request): channel "*"%s
NoSocket\InvalidArgumentException (invalid_request): channel "x%s 129 %s
the log holds 0 channels, 0 events
