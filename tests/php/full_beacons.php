<?php

// Emits while the disk that holds the beacons is full, with a beacon that is there and without it, makes room and emits
// again; prints what happened as JSON.
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
$fill = function () use ($ballast): void {
    while (@fwrite($ballast, str_repeat('x', 4096))) {
    }
};
$fill();
$nosocket->emit('orders', 'order.created');
$changed = file_get_contents($beacon) !== $before && $nosocket->diagnostics()['beacons']['failures'] === 0;

unlink($beacon);
$fill();
for ($i = 0; $i < 3; $i++) {
    $nosocket->emit('orders', 'order.created');
}
['error' => $error, 'failures' => $failures] = $nosocket->diagnostics()['beacons'];
$files = array_values(array_diff(scandir($folder), ['.', '..']));
$events = count($nosocket->poll(['orders' => ['cursor' => 0]], $grant)->events);

ftruncate($ballast, 0);
$nosocket->emit('orders', 'order.created');
$mended = $nosocket->diagnostics()['beacons']['error'] === null && is_file($beacon);
echo json_encode(compact('changed', 'files', 'error', 'failures', 'events', 'mended'));
