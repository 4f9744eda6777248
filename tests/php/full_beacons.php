<?php

// Emits while the disk that holds the beacons is full, makes room and emits again; prints what happened as JSON.
// Argument: settings as JSON, with one bucket.

declare(strict_types=1);

$options = json_decode($argv[1], true);
$folder = $options['beacon_dir'];
$beacon = "$folder/000.txt";
$nosocket = new NoSocket($options);
$grant = $nosocket->grant(['*'], 'reader');
$nosocket->poll(['orders' => []], $grant);
$before = file_get_contents($beacon);

$ballast = fopen("$folder/ballast", 'w');
while (@fwrite($ballast, str_repeat('x', 4096))) {
}
for ($i = 0; $i < 3; $i++) {
    $nosocket->emit('orders', 'order.created');
}
['error' => $error, 'failures' => $failures] = $nosocket->diagnostics()['beacons'];
$kept = file_get_contents($beacon) === $before;
$files = array_values(array_diff(scandir($folder), ['.', '..']));
$events = count($nosocket->poll(['orders' => ['cursor' => 0]], $grant)->events);

ftruncate($ballast, 0);
$nosocket->emit('orders', 'order.created');
$mended = $nosocket->diagnostics()['beacons']['error'] === null && file_get_contents($beacon) !== $before;
echo json_encode(compact('files', 'error', 'failures', 'kept', 'events', 'mended'));
