<?php

// Polls for ever from given cursors on and writes a line for each event that it sees.
// Arguments: settings as JSON, the cursors as JSON.

declare(strict_types=1);

[, $options, $cursors] = $argv;

$nosocket = new NoSocket(json_decode($options, true));
$grant = $nosocket->grant(['*'], 'follower');
$subscriptions = array_map(fn (int $cursor) => ['cursor' => $cursor], json_decode($cursors, true));
for (;;) {
    $result = $nosocket->poll($subscriptions, $grant);
    $lines = array_map(fn (NoSocket\Event $event) => "$event->channel $event->id $event->payload\n", $result->events);
    $lines = [...$lines, ...array_map(fn (string $channel) => "$channel resync\n", $result->resyncRequired)];
    if ($lines !== []) {
        fwrite(STDOUT, implode('', $lines));
    }
    foreach ($result->cursors as $channel => $cursor) {
        $subscriptions[$channel] = ['cursor' => $cursor, 'epoch' => $result->epochs[$channel] ?? null];
    }
}
