--TEST--
NoSocket: settings: a secret of random bytes is refused, with the advice to encode it
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$secret = implode(array_map(chr(...), range(200, 231)));
attempt(fn () => new NoSocket(['secret' => $secret]));
attempt(fn () => new NoSocket(['secret' => [str_repeat('x', 32), $secret]]));
attempt(fn () => new NoSocket(['password' => $secret]));
--EXPECTF--
NoSocket\InvalidArgumentException (%s): %Ssecret%Sbase64
NoSocket\InvalidArgumentException (%s): %Ssecret%Sbase64
NoSocket\InvalidArgumentException (%s): %Spassword%Sbase64
