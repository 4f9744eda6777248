--TEST--
NoSocket: settings: a bad value in the environment is an exception that names the variable
--ENV--
NOSOCKET_RATE_LIMITER=redis
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

attempt(fn () => new NoSocket());
--EXPECTF--
NoSocket\InvalidArgumentException (%s): %SNOSOCKET_RATE_LIMITER%sredis%S
