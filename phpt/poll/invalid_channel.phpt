--TEST--
NoSocket: poll: channel names are validated
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

foreach (['', 'a b', "a\0", 'bücher', 'user:*', '*', str_repeat('x', 129)] as $channel) {
    attempt(fn () => $nosocket->poll([$channel => []], grantAll($nosocket)));
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\InvalidArgumentException (invalid_request): %Schannel%s
NoSocket\InvalidArgumentException (invalid_request): %Schannel "a b"%s
NoSocket\InvalidArgumentException (invalid_request): %Schannel "a\0"%s
NoSocket\InvalidArgumentException (invalid_request): %Schannel "bücher"%s
NoSocket\InvalidArgumentException (invalid_request): %Schannel "user:*"%s
NoSocket\InvalidArgumentException (invalid_request): %Schannel "*"%s
NoSocket\InvalidArgumentException (invalid_request): %Schannel "x%s129%s
