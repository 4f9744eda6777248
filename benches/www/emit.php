<?php

// One event, on one of 500 channels.

declare(strict_types=1);

$event = (new NoSocket())->emit(
    'order:' . random_int(0, 499),
    'order.updated',
    ['id' => 123, 'status' => 'shipped', 'total' => 49.9],
);
header('Content-Type: text/plain');
echo $event->id;
