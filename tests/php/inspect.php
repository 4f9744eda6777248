<?php

// Reads the tables of a log through PDO and prints what they hold, channel by channel, as JSON.
// Argument: the path of the SQLite file.

declare(strict_types=1);

$database = new PDO("sqlite:$argv[1]");
$channels = [];
foreach ($database->query('SELECT id, name, head, floor FROM nosocket_channels ORDER BY name') as $channel) {
    $events = $database->prepare('SELECT position FROM nosocket_events WHERE channel_id = ? ORDER BY position');
    $events->execute([$channel['id']]);
    $channels[] = [
        'name' => $channel['name'],
        'head' => $channel['head'],
        'floor' => $channel['floor'],
        'positions' => $events->fetchAll(PDO::FETCH_COLUMN),
    ];
}
$orphans = 'SELECT count(*) FROM nosocket_events WHERE channel_id NOT IN (SELECT id FROM nosocket_channels)';
echo json_encode([
    'channels' => $channels,
    'orphans' => $database->query($orphans)->fetchColumn(),
    'integrity' => $database->query('PRAGMA integrity_check')->fetchColumn(),
]);
