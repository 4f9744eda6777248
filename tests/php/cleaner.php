<?php

// Emits events that soon expire and cleans up, until standard input ends; prints how many events it removed.
// Arguments: settings as JSON, the channel of the events that expire.

declare(strict_types=1);

require __DIR__ . '/input_ended.php';

[, $options, $channel] = $argv;

$nosocket = new NoSocket(json_decode($options, true));
$removed = 0;
while (!inputEnded()) {
    $nosocket->emit($channel, 'expiring', ttlSeconds: 1);
    $removed += $nosocket->cleanup();
}
echo json_encode($removed);
