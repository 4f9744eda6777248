<?php

/**
 * Fills logs by SQL that makes the rows: ten million emits would take an hour. Reads from stdin {database, logs:
 * [{options, channels, active, events}]}: `events` lie on `active` of the `channels`, the other channels have had some
 * once. Prints how many seconds each log took, as JSON.
 */

declare(strict_types=1);

['database' => $database, 'logs' => $logs] = json_decode(stream_get_contents(STDIN), true);
$seconds = [];
foreach ($logs as $log) {
    $begin = microtime(true);
    $options = $log['options'] + $database;
    (new NoSocket($options))->install();
    ['dsn' => $dsn, 'user' => $user, 'password' => $password] = $options + ['user' => null, 'password' => null];
    $pdo = new PDO($dsn, $user, $password, [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
    generate($pdo, ($options['table_prefix'] ?? '') . 'nosocket_', $log['channels'], $log['active'], $log['events']);
    $seconds[] = microtime(true) - $begin;
}
echo json_encode($seconds);

function generate(PDO $pdo, string $nosocket, int $channels, int $active, int $events): void
{
    $perChannel = intdiv($events, $active);
    $step = intdiv($channels, $active);
    $mod = fn (string $number) => "($number - 1) % $step";
    $name = ['sqlite' => "'channel-' || n.i", 'mysql' => "CONCAT('channel-', n.i)", 'pgsql' => "'channel-' || n.i"];
    $driver = $pdo->getAttribute(PDO::ATTR_DRIVER_NAME);
    $numbers = fn (int $count) => match ($driver) {
        'sqlite' => "(WITH RECURSIVE c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < $count)
            SELECT i FROM c) n",
        'mysql' => "(SELECT seq AS i FROM seq_1_to_$count) n",
        'pgsql' => "generate_series(1, $count) AS n (i)",
    };
    [$before, $after] = aroundFilling($driver, $nosocket);
    $now = time() * 1000;
    $expires = $now + 86_400_000;
    $false = $driver === 'pgsql' ? 'false' : '0';
    $payload = $pdo->quote('{"id":123,"status":"shipped","total":49.9}');

    array_map($pdo->exec(...), $before);
    $pdo->exec("INSERT INTO {$nosocket}channels (name, epoch, head, floor, changed_at)
        SELECT {$name[$driver]}, '9f2c4e1a', CASE WHEN {$mod('n.i')} = 0 THEN $perChannel ELSE 20 END,
            CASE WHEN {$mod('n.i')} = 0 THEN 0 ELSE 20 END, $now
        FROM {$numbers($channels)} ORDER BY n.i");
    for ($channel = 1; $channel <= $channels; $channel += $step) {
        $pdo->exec("INSERT INTO {$nosocket}events
                (channel_id, position, expires_at, created_at, transient, event, except_client, payload)
            SELECT c.id, n.i, $expires, $now, $false, 'order.updated', NULL, $payload
            FROM {$nosocket}channels c CROSS JOIN {$numbers($perChannel)}
            WHERE c.name = 'channel-$channel' ORDER BY n.i");
    }
    array_map($pdo->exec(...), $after);
}

/** What makes filling fast, and what takes it back: the index over times is built at the end. */
function aroundFilling(string $driver, string $nosocket): array
{
    $index = "{$nosocket}events_expires_at";
    return match ($driver) {
        'sqlite' => [
            ['PRAGMA synchronous = OFF', "DROP INDEX $index"],
            ["CREATE INDEX $index ON {$nosocket}events (expires_at)", 'PRAGMA wal_checkpoint(TRUNCATE)'],
        ],
        'mysql' => [
            ["ALTER TABLE {$nosocket}events DROP KEY expires_at"],
            ["ALTER TABLE {$nosocket}events ADD KEY expires_at (expires_at)"],
        ],
        'pgsql' => [
            ['SET synchronous_commit = off', "DROP INDEX $index"],
            ["CREATE INDEX $index ON {$nosocket}events (expires_at)", "VACUUM ANALYZE {$nosocket}channels",
                "VACUUM ANALYZE {$nosocket}events"],
        ],
    };
}
