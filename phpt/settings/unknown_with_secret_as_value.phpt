--TEST--
NoSocket: settings: an option under a wrong name is refused without showing its value
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

foreach (
    [
        ['secrets' => SECRET], ['pass' => SECRET], [SECRET], ['password' => [SECRET]], ['secret' => [[SECRET]]],
    ] as $options
) {
    try {
        new NoSocket($options);
        echo "accepted\n";
    } catch (NoSocket\InvalidArgumentException $e) {
        var_dump(str_contains($e->getMessage(), SECRET));
    }
}
--EXPECT--
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
