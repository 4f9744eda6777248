<?php

// Emits one event after the other into a channel until standard input ends, then prints how many.
// Arguments: settings as JSON, the channel, microseconds between two events.

declare(strict_types=1);

require __DIR__ . '/input_ended.php';

[, $options, $channel, $pause] = $argv;

$nosocket = new NoSocket(json_decode($options, true));
for ($emitted = 0; !inputEnded(); $emitted++) {
    $nosocket->emit($channel, 'counted', $emitted);
    usleep((int) $pause);
}
echo json_encode($emitted);
