--TEST--
NoSocket: settings: a short secret in php.ini is refused without being shown
--INI--
nosocket.secret=hunter2-hunter2
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

try {
    new NoSocket();
    echo "accepted\n";
} catch (NoSocket\InvalidArgumentException $e) {
    var_dump(str_contains($e->getMessage(), 'nosocket.secret'), str_contains((string) $e, 'hunter2'));
}
--EXPECT--
bool(true)
bool(false)
