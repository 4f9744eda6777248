--TEST--
NoSocket: class: events and results cannot be constructed
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

attempt(fn () => new NoSocket\Event());
attempt(fn () => new NoSocket\PollResult());
foreach (['Event', 'PollResult'] as $class) {
    $class = new ReflectionClass("NoSocket\\$class");
    var_dump($class->isInstantiable(), $class->getConstructor()->isPrivate());
}
--EXPECT--
Error: Call to private NoSocket\Event::__construct() from global scope
Error: Call to private NoSocket\PollResult::__construct() from global scope
bool(false)
bool(true)
bool(false)
bool(true)
