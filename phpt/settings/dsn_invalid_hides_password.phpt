--TEST--
NoSocket: settings: a bad DSN's message does not show its password
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$dsns = [
    'mysql://app:hunter2@localhost:port/app', 'oracle://app:hunter2@localhost/app', 'hunter2',
    '://app:hunter2@localhost/app',
    'mysql:host=localhost;pasword=hunter2', 'pgsql:host=localhost;hunter2', 'mysql://app:hunter2@[::1/app',
    'sqlite://app:hunter2@localhost/app', 'app:hunter2@localhost/app',
];
foreach ($dsns as $dsn) {
    try {
        new NoSocket(['dsn' => $dsn]);
        echo "$dsn: accepted\n";
    } catch (NoSocket\InvalidArgumentException $e) {
        var_dump(str_contains($e->getMessage(), 'hunter2') ? "$dsn: " . $e->getMessage() : false);
    }
}
--EXPECT--
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
