<?php

declare(strict_types=1);

/** Makes the usual table of events: an auto-increment id, and the log's secondary indexes. */
function createPlainTable(PDO $pdo): void
{
    $driver = $pdo->getAttribute(PDO::ATTR_DRIVER_NAME);
    [$id, $name] = match ($driver) {
        'sqlite' => ['INTEGER PRIMARY KEY AUTOINCREMENT', 'TEXT'],
        'mysql' => ['BIGINT AUTO_INCREMENT PRIMARY KEY', 'VARCHAR(128)'],
        'pgsql' => ['BIGSERIAL PRIMARY KEY', 'TEXT'],
    };
    if ($driver === 'sqlite') {
        $pdo->exec('PRAGMA journal_mode = WAL');
        $pdo->exec('PRAGMA synchronous = FULL');
    }
    $pdo->exec('DROP TABLE IF EXISTS plain_events');
    $pdo->exec("CREATE TABLE plain_events (id $id, channel $name NOT NULL, event $name NOT NULL, payload TEXT NOT NULL,
        created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL)");
    $pdo->exec('CREATE INDEX plain_events_channel ON plain_events (channel, id)');
    $pdo->exec('CREATE INDEX plain_events_expires ON plain_events (expires_at)');
}
