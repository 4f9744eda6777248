--TEST--
NoSocket: poll: an epoch is null or a short string
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

foreach ([7, 1.5, true, [], str_repeat('x', 65)] as $epoch) {
    attempt(fn () => $nosocket->poll(['orders' => ['cursor' => 0, 'epoch' => $epoch]], grantAll($nosocket)));
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\InvalidArgumentException (invalid_request): %Sorders%Sepoch%s
NoSocket\InvalidArgumentException (invalid_request): %Sorders%Sepoch%s
NoSocket\InvalidArgumentException (invalid_request): %Sorders%Sepoch%s
NoSocket\InvalidArgumentException (invalid_request): %Sorders%Sepoch%s
NoSocket\InvalidArgumentException (invalid_request): %Sorders%Sepoch%s
