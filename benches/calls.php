<?php

/**
 * One process on one database. `calls.php ROUNDS writes`: emits against a plain, prepared PDO insert on a kept connection to
 * the same server, into a table with an auto-increment id and the same secondary indexes. `calls.php ROUNDS reads`: polls
 * and grants. Prints microseconds a call as JSON, one list of rounds for each case. Rounds are interleaved, so that a change
 * of the machine's mood meets all cases.
 */

declare(strict_types=1);

require __DIR__ . '/plain_table.php';

$database = json_decode(stream_get_contents(STDIN), true);
$rounds = (int) $argv[1];
$kind = $argv[2];

$settings = [
    ...$database,
    'secret' => 'a secret for benchmarks, 32 bytes and more',
    'cleanup_probability' => 0,
];
$nosocket = new NoSocket([...$settings, 'rate_limiter' => 'off']);
$asking = new NoSocket([...$settings, 'rate_limiter' => 'off', 'head_cache' => 0]);
$limited = new NoSocket([...$settings, 'rate_limit' => 1_000_000, 'rate_window' => 1]);
$nosocket->install();

['dsn' => $dsn, 'user' => $user, 'password' => $password] = $database + ['user' => null, 'password' => null];
$pdo = new PDO($dsn, $user, $password, [PDO::ATTR_EMULATE_PREPARES => false]);
$payload = ['id' => 123, 'status' => 'shipped', 'total' => 49.9];
$inserter = function (PDO $pdo) use ($payload): callable {
    $insert = $pdo->prepare(
        'INSERT INTO plain_events (channel, event, payload, created_at, expires_at) VALUES (?, ?, ?, ?, ?)'
    );
    return fn () => $insert->execute(['orders', 'order.updated', json_encode($payload), time(), time() + 3600]);
};
$batch = array_fill(0, 100, ['channel' => 'orders', 'event' => 'order.updated', 'payload' => $payload]);
if ($kind === 'writes') {
    createPlainTable($pdo);
    // The reads come later, on the same log.
    foreach (array_chunk(range(1, 10_000), 100) as $numbers) {
        $nosocket->emitBatch(array_map(
            fn (int $number) => ['channel' => 'channel-' . $number % 500, 'event' => 'thing', 'payload' => $number],
            $numbers,
        ));
    }
}
$grant = $nosocket->grant(['*'], 'bench');
$names = array_map(fn (int $number) => "channel-$number", range(0, 99));
$all = $nosocket->cursors($names);
$one = array_slice($all, 7, 1);
$ten = ['channel-7' => ['cursor' => $one['channel-7']['cursor'] - 10]];

// Calls in a round, what is called, and how many events or so a call counts for.
if ($kind === 'writes') {
    $cases = [
        'plain PDO insert' => [40, $inserter($pdo), 1],
        'emit' => [40, fn () => $nosocket->emit('orders', 'order.updated', $payload), 1],
        'emitBatch of 100, each event' => [2, fn () => $nosocket->emitBatch($batch), 100],
    ];
    // What an emit cannot do without, and no more. It tells nobody where the event stands.
    $twoWrites = match ($pdo->getAttribute(PDO::ATTR_DRIVER_NAME)) {
        'mysql' => 'BEGIN NOT ATOMIC START TRANSACTION;
                UPDATE nosocket_channels SET head = (@position := head + 1) WHERE name = ? AND (@id := id);
                INSERT INTO nosocket_events (channel_id, position, expires_at, created_at, transient, event, payload)
                    VALUES (@id, @position, ?, ?, 0, ?, ?);
                COMMIT; END',
        'pgsql' => 'WITH taken AS (UPDATE nosocket_channels SET head = head + 1 WHERE name = ? RETURNING id, head)
                INSERT INTO nosocket_events (channel_id, position, expires_at, created_at, transient, event, payload)
                SELECT id, head, ?, ?, false, ?, ? FROM taken',
        'sqlite' => null,
    };
    if ($twoWrites !== null) {
        $statement = $pdo->prepare($twoWrites);
        $write = fn (int $now) => $statement->execute(
            ['orders', ($now + 3600) * 1000, $now * 1000, 'order.updated', json_encode($payload)],
        );
        $cases['the two writes of an emit, by PDO'] = [40, fn () => $write(time()), 1];
    }
} else {
    $cases = [
        'idle poll' => [100, fn () => $nosocket->poll($one, $grant)->toJson(), 1],
        'idle poll, limited in memory' => [100, fn () => $limited->poll($one, $grant, '192.0.2.7')->toJson(), 1],
        'idle poll of 100 channels' => [40, fn () => $nosocket->poll($all, $grant)->toJson(), 1],
        'poll with 10 events' => [100, fn () => $nosocket->poll($ten, $grant)->toJson(), 1],
        'idle poll, head_cache = 0' => [100, fn () => $asking->poll($one, $grant)->toJson(), 1],
        'poll with 10 events, head_cache = 0' => [100, fn () => $asking->poll($ten, $grant)->toJson(), 1],
        'grant' => [100, fn () => $nosocket->grant(['orders', 'user:42:*'], 'user:42'), 1],
    ];
}
if (str_starts_with($dsn, 'sqlite:')) {
    // What beacons add is the same on every database: a file written over by an emit, and one read by a poll.
    $folder = dirname(substr($dsn, strlen('sqlite:'))) . '/beacons';
    is_dir($folder) || mkdir($folder);
    $beacons = ['beacon_dir' => $folder, 'beacon_url' => '/beacons/', 'rate_limiter' => 'off'];
    $beaming = new NoSocket([...$settings, ...$beacons]);
    if ($kind === 'writes') {
        $hasty = new PDO($dsn);
        $hasty->exec('PRAGMA synchronous = NORMAL');
        $cases['plain PDO insert, synchronous = NORMAL'] = [40, $inserter($hasty), 1];
        $cases['emit with a beacon'] = [40, fn () => $beaming->emit('orders', 'order.updated', $payload), 1];
    } else {
        $cases['idle poll with a beacon'] = [100, fn () => $beaming->poll($one, $grant)->toJson(), 1];
    }
}
foreach ($cases as [, $call]) {
    $call();
}

$times = [];
for ($round = 0; $round < $rounds; $round++) {
    foreach ($cases as $case => [$calls, $call, $count]) {
        $started = hrtime(true);
        for ($i = 0; $i < $calls; $i++) {
            $call();
        }
        $times[$case][] = (hrtime(true) - $started) / 1000 / $calls / $count;
    }
}
echo json_encode($times);
