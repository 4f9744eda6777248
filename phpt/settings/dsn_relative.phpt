--TEST--
NoSocket: settings: a relative SQLite path is refused, since it would mean a file in each working directory
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

foreach (['sqlite:log.sqlite', 'sqlite:./log.sqlite', 'sqlite:../log.sqlite', 'sqlite://log.sqlite'] as $dsn) {
    attempt(fn () => new NoSocket(['dsn' => $dsn]));
}
--EXPECTF--
NoSocket\InvalidArgumentException (%s): %Sdsn%s
NoSocket\InvalidArgumentException (%s): %Sdsn%s
NoSocket\InvalidArgumentException (%s): %Sdsn%s
NoSocket\InvalidArgumentException (%s): %Sdsn%s
