--TEST--
NoSocket: poll: replay is "live" or "retained"
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

foreach (['x', 'Live', '', 1, true, []] as $replay) {
    attempt(fn () => $nosocket->poll(['orders' => ['replay' => $replay]], grantAll($nosocket)));
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\InvalidArgumentException (invalid_request): %Sorders%Sreplay%s
NoSocket\InvalidArgumentException (invalid_request): %Sorders%Sreplay%s
NoSocket\InvalidArgumentException (invalid_request): %Sorders%Sreplay%s
NoSocket\InvalidArgumentException (invalid_request): %Sorders%Sreplay%s
NoSocket\InvalidArgumentException (invalid_request): %Sorders%Sreplay%s
NoSocket\InvalidArgumentException (invalid_request): %Sorders%Sreplay%s
