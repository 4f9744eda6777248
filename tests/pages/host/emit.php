<?php

// Emits one event and says which one, and which process did it.

declare(strict_types=1);

$event = (new NoSocket())->emit('orders', 'order.created', $_GET['n'] ?? null);
header('Content-Type: application/json');
echo json_encode(['id' => $event->id, 'pid' => getmypid()]);
