<?php

// Emits events one after the other, spread over channels, and prints how many milliseconds each took, as JSON.
// Arguments: settings as JSON, how many events, a label for the payloads, the channels.

declare(strict_types=1);

[, $options, $count, $label] = $argv;
$channels = array_slice($argv, 4);

$nosocket = new NoSocket(json_decode($options, true));
$milliseconds = [];
for ($n = 0; $n < (int) $count; $n++) {
    $started = hrtime(true);
    $nosocket->emit($channels[$n % count($channels)], 'counted', "$label-$n");
    $milliseconds[] = (hrtime(true) - $started) / 1e6;
}
echo json_encode($milliseconds);
