<?php

// Polls channels until standard input ends, then once more to the last page, and prints what it saw as JSON.
// Arguments: settings as JSON, the channels.

declare(strict_types=1);

require __DIR__ . '/input_ended.php';

[, $options] = $argv;
$channels = array_slice($argv, 2);

$nosocket = new NoSocket(json_decode($options, true));
$grant = $nosocket->grant($channels, 'follower');
$subscriptions = array_fill_keys($channels, ['cursor' => 0]);
$seen = array_fill_keys($channels, []);
$resyncs = [];
$polls = 0;
do {
    // Looked at before the poll, so that the last poll begins after the last emit.
    $ended = inputEnded();
    $result = $nosocket->poll($subscriptions, $grant);
    $polls++;
    foreach ($result->events as $event) {
        $seen[$event->channel][] = [$event->id, $event->payload];
    }
    foreach ($result->cursors as $channel => $cursor) {
        $subscriptions[$channel] = ['cursor' => $cursor, 'epoch' => $result->epochs[$channel] ?? null];
    }
    array_push($resyncs, ...$result->resyncRequired);
} while (!$ended || $result->hasMore);
echo json_encode(['seen' => $seen, 'resyncs' => $resyncs, 'polls' => $polls]);
