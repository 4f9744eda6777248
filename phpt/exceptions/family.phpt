--TEST--
NoSocket: exceptions: each has the marker interface and the SPL class that one would catch
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

foreach (
    [
        'InvalidArgumentException', 'GrantException', 'RateLimitException', 'StorageException', 'InternalException',
    ] as $name
) {
    $class = new ReflectionClass("NoSocket\\$name");
    $interfaces = $class->implementsInterface(NoSocket\Exception::class) ? ', NoSocket\Exception' : '';
    echo $name, ': ', $class->getParentClass()->getName(), $interfaces, "\n";
}
$marker = new ReflectionClass(NoSocket\Exception::class);
var_dump($marker->isInterface(), $marker->implementsInterface(Throwable::class));
--EXPECT--
InvalidArgumentException: InvalidArgumentException, NoSocket\Exception
GrantException: RuntimeException, NoSocket\Exception
RateLimitException: RuntimeException, NoSocket\Exception
StorageException: RuntimeException, NoSocket\Exception
InternalException: LogicException, NoSocket\Exception
bool(true)
bool(true)
