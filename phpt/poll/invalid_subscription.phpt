--TEST--
NoSocket: poll: a subscription is an array of fields
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

foreach ([5, 'live', null, true, (object) ['cursor' => 0]] as $subscription) {
    attempt(fn () => $nosocket->poll(['orders' => $subscription], grantAll($nosocket)));
}
attempt(fn () => $nosocket->poll(['orders'], grantAll($nosocket)));
attempt(fn () => $nosocket->poll('orders', grantAll($nosocket)));
attempt(fn () => $nosocket->poll(['orders' => []], 5));
attempt(fn () => $nosocket->poll(['orders' => []], grantAll($nosocket), 127001));
attempt(fn () => $nosocket->poll(['orders' => []]));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\InvalidArgumentException (invalid_request): %Sorders%s
NoSocket\InvalidArgumentException (invalid_request): %Sorders%s
NoSocket\InvalidArgumentException (invalid_request): %Sorders%s
NoSocket\InvalidArgumentException (invalid_request): %Sorders%s
NoSocket\InvalidArgumentException (invalid_request): %Sorders%s
NoSocket\InvalidArgumentException (invalid_request): %S0%s
TypeError: NoSocket::poll(): Argument #1 ($subscriptions) must be of type array, string given
TypeError: NoSocket::poll(): Argument #2 ($grant) must be of type string, int given
TypeError: NoSocket::poll(): Argument #3 ($clientKey) must be of type ?string, int given
ArgumentCountError: NoSocket::poll() expects at least 2 arguments, 1 given
