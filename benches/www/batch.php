<?php

// A hundred events at once, on one of 500 channels.

declare(strict_types=1);

$events = (new NoSocket())->emitBatch(array_fill(0, 100, [
    'channel' => 'order:' . random_int(0, 499),
    'event' => 'order.updated',
    'payload' => ['id' => 123, 'status' => 'shipped', 'total' => 49.9],
]));
header('Content-Type: text/plain');
echo $events[99]->id;
