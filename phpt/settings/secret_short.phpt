--TEST--
NoSocket: settings: a secret of less than 32 bytes is refused without being shown
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$bad = ['', 'hunter2', str_repeat('hunter2', 4), [SECRET, 'hunter2'], ['hunter2'], ['', SECRET]];
foreach ($bad as $secret) {
    try {
        new NoSocket(['secret' => $secret]);
        echo "accepted\n";
    } catch (NoSocket\InvalidArgumentException $e) {
        var_dump(str_contains($e->getMessage(), 'secret'), preg_match('/hunter2|of the tests/', (string) $e));
    }
}
attempt(fn () => new NoSocket(['secret' => str_repeat('x', 32)]));
attempt(fn () => new NoSocket(['secret' => str_repeat('ü', 16)]));
--EXPECT--
bool(true)
int(0)
bool(true)
int(0)
bool(true)
int(0)
bool(true)
int(0)
bool(true)
int(0)
bool(true)
int(0)
no exception
no exception
