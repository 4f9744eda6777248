--TEST--
NoSocket: settings: a bad DSN is refused at construction
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

foreach (
    [
        '', 'sqlite', '/var/lib/app/log.sqlite', 'sqlite:', 'sqlite::memory:', 'oracle:host=localhost', ':',
        "sqlite:/a\0b",
    ] as $dsn
) {
    attempt(fn () => new NoSocket(['dsn' => $dsn]));
}
--EXPECTF--
NoSocket\InvalidArgumentException (%s): %Sdsn%s
NoSocket\InvalidArgumentException (%s): %Sdsn%s
NoSocket\InvalidArgumentException (%s): %Sdsn%s
NoSocket\InvalidArgumentException (%s): %Sdsn%s
NoSocket\InvalidArgumentException (%s): %Sdsn%s
NoSocket\InvalidArgumentException (%s): %Sdsn%soracle%s
NoSocket\InvalidArgumentException (%s): %Sdsn%s
NoSocket\InvalidArgumentException (%s): %Sdsn%s
