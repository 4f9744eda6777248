<?php

// Emits until the disk is full, then looks at what is left, makes room and emits again; prints what happened as JSON.
// Arguments: settings as JSON, the path of a file whose removal makes room.

declare(strict_types=1);

[, $options, $ballast] = $argv;
$nosocket = new NoSocket(json_decode($options, true));
$grant = $nosocket->grant(['*'], 'reader');

$count = function () use ($nosocket, $grant): int {
    $ids = [];
    $cursor = 0;
    do {
        $result = $nosocket->poll(['orders' => ['cursor' => $cursor]], $grant);
        array_push($ids, ...array_map(fn (NoSocket\Event $event) => $event->id, $result->events));
        $cursor = $result->cursors['orders'];
    } while ($result->hasMore);
    assert($ids === range(1, count($ids)));

    return count($ids);
};

$acknowledged = 0;
try {
    for (;;) {
        $acknowledged = $nosocket->emit('orders', 'big', str_repeat('x', 20_000))->id;
    }
} catch (NoSocket\StorageException $e) {
    $refusal = ['code' => $e->getErrorCode(), 'message' => $e->getMessage()];
}
$whileFull = $count();
unlink($ballast);
$next = $nosocket->emit('orders', 'after')->id;
echo json_encode(compact('acknowledged', 'refusal', 'whileFull', 'next') + ['afterwards' => $count()]);
