<?php

// The usual way in PHP: a connection for each request, auto-increment ids, the rate limit in a table.

declare(strict_types=1);

$pdo = new PDO(getenv('BENCH_DSN'), getenv('BENCH_USER') ?: null, getenv('BENCH_PASSWORD') ?: null, [
    PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
]);
['subscriptions' => $subscriptions] = json_decode(file_get_contents('php://input'), true, flags: JSON_THROW_ON_ERROR);
$client = hash('sha256', $_SERVER['REMOTE_ADDR']);
$window = intdiv(time(), 60);
if ($pdo->getAttribute(PDO::ATTR_DRIVER_NAME) === 'sqlite') {
    $pdo->exec('PRAGMA busy_timeout = 10000');
}
$count = match ($pdo->getAttribute(PDO::ATTR_DRIVER_NAME)) {
    'mysql' => 'INSERT INTO peer_limits (client, period, hits) VALUES (?, ?, 1) ON DUPLICATE KEY UPDATE hits = hits + 1',
    default => 'INSERT INTO peer_limits AS l (client, period, hits) VALUES (?, ?, 1)
        ON CONFLICT (client, period) DO UPDATE SET hits = l.hits + 1',
};
$pdo->prepare($count)->execute([$client, $window]);
$hits = $pdo->prepare('SELECT hits FROM peer_limits WHERE client = ? AND period = ?');
$hits->execute([$client, $window]);
if ($hits->fetchColumn() > 100_000_000) {
    http_response_code(429);
    exit;
}
$events = $cursors = [];
$read = $pdo->prepare('SELECT id, event, payload, created_at FROM plain_events
    WHERE channel = ? AND id > ? AND expires_at > ? ORDER BY id LIMIT 100');
foreach ($subscriptions as $channel => ['cursor' => $cursor]) {
    $read->execute([$channel, $cursor, time()]);
    $cursors[$channel] = $cursor;
    foreach ($read->fetchAll(PDO::FETCH_ASSOC) as $row) {
        $cursors[$channel] = (int) $row['id'];
        $events[] = [
            'id' => (int) $row['id'],
            'channel' => $channel,
            'event' => $row['event'],
            'payload' => json_decode($row['payload']),
            'created_at' => gmdate('c', (int) $row['created_at']),
        ];
    }
}
header('Content-Type: application/json');
header('Cache-Control: no-store');
echo json_encode(['events' => $events, 'cursors' => $cursors, 'has_more' => false, 'resync_required' => []]);
