--TEST--
NoSocket: settings: an unknown one is refused by name
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

attempt(fn () => new NoSocket(['dns' => 'sqlite:/nowhere/log.sqlite']));
attempt(fn () => new NoSocket(['secret' => SECRET, 'pollLimit' => 5]));
attempt(fn () => new NoSocket(['DSN' => 'sqlite:/nowhere/log.sqlite']));
attempt(fn () => new NoSocket(['nosocket.dsn' => 'sqlite:/nowhere/log.sqlite']));
attempt(fn () => new NoSocket(['' => 1]));
attempt(fn () => new NoSocket([1]));
attempt(fn () => new NoSocket('sqlite:/nowhere/log.sqlite'));
attempt(fn () => new NoSocket(null));
attempt(fn () => new NoSocket([], []));
attempt(fn () => new NoSocket(dsn: 'sqlite:/nowhere/log.sqlite'));
--EXPECTF--
NoSocket\InvalidArgumentException (%s): %S"dns"%s
NoSocket\InvalidArgumentException (%s): %S"pollLimit"%s
NoSocket\InvalidArgumentException (%s): %S"DSN"%s
NoSocket\InvalidArgumentException (%s): %S"nosocket.dsn"%s
NoSocket\InvalidArgumentException (%s): %S""%s
NoSocket\InvalidArgumentException (%s): %S0%s
TypeError: NoSocket::__construct(): Argument #1 ($options) must be of type array, string given
TypeError: %soptions%snull
ArgumentCountError: NoSocket::__construct() expects at most 1 argument, 2 given
Error: Unknown named parameter $dsn
