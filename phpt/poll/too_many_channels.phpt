--TEST--
NoSocket: poll: a poll has at most max_channels channels
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__, ['max_channels' => 2]);
$grant = grantAll($nosocket);

showPoll($nosocket->poll(['a' => [], 'b' => []], $grant));
attempt(fn () => $nosocket->poll(['a' => [], 'b' => [], 'c' => []], $grant));

$default = newLog(__FILE__);
attempt(fn () => $default->poll(array_fill(0, 100, []), $grant));
attempt(fn () => $default->poll(array_fill(0, 101, []), $grant));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
events: none; cursors: a=0, b=0; resync: none; more: no
NoSocket\InvalidArgumentException (invalid_request): %S2%S
no exception
NoSocket\InvalidArgumentException (invalid_request): %S100%S
