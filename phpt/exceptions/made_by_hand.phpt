--TEST--
NoSocket: exceptions: an application's tests can make them
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$previous = new Exception('cause');
foreach (
    [
        'InvalidArgumentException', 'GrantException', 'RateLimitException', 'StorageException', 'InternalException',
    ] as $name
) {
    $class = "NoSocket\\$name";
    $e = new $class('message', 5, $previous);
    printf("%s %d %s\n", $e->getMessage(), $e->getCode(), $e->getPrevious()->getMessage());
    var_dump(is_string($e->getErrorCode()) && $e->getErrorCode() !== '');
}
var_dump((new NoSocket\RateLimitException())->getRetryAfter());
--EXPECT--
message 5 cause
bool(true)
message 5 cause
bool(true)
message 5 cause
bool(true)
message 5 cause
bool(true)
message 5 cause
bool(true)
int(1)
