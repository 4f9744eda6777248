<?php

/**
 * Emits one event after the other, each into the channel of a user by chance, and prints how many.
 * Arguments: settings as JSON, the number of users, events a second, seconds.
 */

declare(strict_types=1);

[, $options, $users, $rate, $seconds] = $argv;

mt_srand(1);
$nosocket = new NoSocket(json_decode($options, true));
$count = (int) $rate * (int) $seconds;
$started = microtime(true);
for ($emitted = 0; $emitted < $count; $emitted++) {
    $due = $started + $emitted / (int) $rate;
    usleep((int) max(0, ($due - microtime(true)) * 1e6));
    $nosocket->emit('user:' . mt_rand(0, (int) $users - 1), 'order.updated', ['at' => microtime(true) * 1000]);
}
echo json_encode($emitted);
