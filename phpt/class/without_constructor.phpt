--TEST--
NoSocket: class: a handle cannot be made without its constructor
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

attempt(fn () => (new ReflectionClass('NoSocket'))->newInstanceWithoutConstructor());
--EXPECTF--
ReflectionException: Class NoSocket is an internal class marked as final that cannot be instantiated without invoking its constructor
