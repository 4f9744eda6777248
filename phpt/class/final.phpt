--TEST--
NoSocket: class: NoSocket and its value objects are final, the exceptions are not
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

foreach (['', '\Event', '\PollResult', '\GrantException', '\InvalidArgumentException', '\StorageException'] as $class) {
    var_dump((new ReflectionClass("NoSocket$class"))->isFinal());
}
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(false)
bool(false)
bool(false)
