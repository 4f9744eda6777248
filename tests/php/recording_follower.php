<?php

// Polls for ever from given cursors on and writes a line for each event that it sees. What ends a line, and what begins
// it, tells a whole one from one that was torn by a kill.
// Arguments: settings as JSON, the cursors as JSON.

declare(strict_types=1);

[, $options, $cursors] = $argv;

$nosocket = new NoSocket(json_decode($options, true));
$grant = $nosocket->grant(['*'], 'follower');
$subscriptions = array_map(fn (int $cursor) => ['cursor' => $cursor], json_decode($cursors, true));
for (;;) {
    $result = $nosocket->poll($subscriptions, $grant);
    $lines = array_map(fn (NoSocket\Event $event) => "\n$event->channel $event->id $event->payload .", $result->events);
    $lines = [...$lines, ...array_map(fn (string $channel) => "\n$channel resync .", $result->resyncRequired)];
    if ($lines !== []) {
        fwrite(STDOUT, implode('', $lines));
    }
    foreach ($result->cursors as $channel => $cursor) {
        $subscriptions[$channel] = ['cursor' => $cursor, 'epoch' => $result->epochs[$channel] ?? null];
    }
}
