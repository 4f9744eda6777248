<?php

// What an emit is measured by: one prepared insert on a connection that PDO keeps for the next request.

declare(strict_types=1);

$pdo = new PDO(getenv('BENCH_DSN'), getenv('BENCH_USER') ?: null, getenv('BENCH_PASSWORD') ?: null, [
    PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
    PDO::ATTR_EMULATE_PREPARES => false,
    PDO::ATTR_PERSISTENT => true,
]);
$payload = json_encode(['id' => 123, 'status' => 'shipped', 'total' => 49.9]);
$pdo->prepare('INSERT INTO plain_events (channel, event, payload, created_at, expires_at) VALUES (?, ?, ?, ?, ?)')
    ->execute(['order:' . random_int(0, 499), 'order.updated', $payload, time(), time() + 3600]);
header('Content-Type: text/plain');
echo $pdo->lastInsertId();
