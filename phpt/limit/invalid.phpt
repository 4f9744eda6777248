--TEST--
NoSocket: limit: the limiter's settings are validated
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$bad = [
    ['rate_limit' => 0], ['rate_limit' => -1], ['rate_limit' => PHP_INT_MAX], ['rate_limit' => 'many'],
    ['rate_window' => 0], ['rate_window' => -1], ['rate_window' => PHP_INT_MAX], ['rate_window' => []],
    ['rate_limiter' => 'redis'], ['rate_limiter' => ''], ['rate_limiter' => 0], ['rate_limiter' => false],
];
foreach ($bad as $options) {
    attempt(fn () => newLog(__FILE__, $options));
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\InvalidArgumentException (%s): %Srate_limit%s
NoSocket\InvalidArgumentException (%s): %Srate_limit%s
NoSocket\InvalidArgumentException (%s): %Srate_limit%s
NoSocket\InvalidArgumentException (%s): %Srate_limit%s
NoSocket\InvalidArgumentException (%s): %Srate_window%s
NoSocket\InvalidArgumentException (%s): %Srate_window%s
NoSocket\InvalidArgumentException (%s): %Srate_window%s
NoSocket\InvalidArgumentException (%s): %Srate_window%s
NoSocket\InvalidArgumentException (%s): %Srate_limiter%s
NoSocket\InvalidArgumentException (%s): %Srate_limiter%s
NoSocket\InvalidArgumentException (%s): %Srate_limiter%s
NoSocket\InvalidArgumentException (%s): %Srate_limiter%s
