--TEST--
NoSocket: poll: a cursor is null or a whole number from 0
--FILE--
<?php

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

foreach (['5', '', 5.0, -1, PHP_INT_MIN, PHP_INT_MAX + 1, NAN, true, false, [], [5], new stdClass()] as $cursor) {
    attempt(fn () => $nosocket->poll(['orders' => ['cursor' => $cursor]], grantAll($nosocket)));
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\InvalidArgumentException (invalid_request): %Sorders%Scursor%s
NoSocket\InvalidArgumentException (invalid_request): %Sorders%Scursor%s
NoSocket\InvalidArgumentException (invalid_request): %Sorders%Scursor%s
NoSocket\InvalidArgumentException (invalid_request): %Sorders%Scursor%s
NoSocket\InvalidArgumentException (invalid_request): %Sorders%Scursor%s
NoSocket\InvalidArgumentException (invalid_request): %Sorders%Scursor%s
NoSocket\InvalidArgumentException (invalid_request): %Sorders%Scursor%s
NoSocket\InvalidArgumentException (invalid_request): %Sorders%Scursor%s
NoSocket\InvalidArgumentException (invalid_request): %Sorders%Scursor%s
NoSocket\InvalidArgumentException (invalid_request): %Sorders%Scursor%s
NoSocket\InvalidArgumentException (invalid_request): %Sorders%Scursor%s
NoSocket\InvalidArgumentException (invalid_request): %Sorders%Scursor%s
