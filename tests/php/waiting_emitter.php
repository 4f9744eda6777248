<?php

// Emits one event on the channel "orders" after it has printed "emitting", while signals may arrive; prints the event's
// position and whether the signals' handler has run. Argument: settings as JSON.

declare(strict_types=1);

$signals = 0;
pcntl_async_signals(true);
// The system calls that a signal interrupts are not restarted, as after FPM's own signals with a socket that has a timeout.
pcntl_signal(SIGUSR1, function () use (&$signals): void {
    $signals++;
}, false);

$nosocket = new NoSocket(json_decode($argv[1], true));
echo "emitting\n";
$id = $nosocket->emit('orders', 'order.created')->id;
echo json_encode(['id' => $id, 'signals' => $signals > 0]), "\n";
