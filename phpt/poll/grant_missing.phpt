--TEST--
NoSocket: poll: without a grant nothing is read
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

attempt(fn () => $nosocket->poll(['orders' => []], ''));
attempt(fn () => $nosocket->poll([], ''));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\GrantException (grant_missing): %s
NoSocket\GrantException (grant_missing): %s
