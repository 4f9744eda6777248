<?php

/**
 * One process: emits against a plain, prepared PDO insert into a file of the same kind, and polls.
 *
 * Rounds are interleaved, so that a change of the machine's mood meets all cases; the median of the rounds is printed.
 */

declare(strict_types=1);

const ROUNDS = 9;
const SECRET = 'a secret for benchmarks, 32 bytes and more';

$folder = $argv[1];
$nosocket = new NoSocket([
    'dsn' => "sqlite:$folder/calls.sqlite",
    'secret' => SECRET,
    'rate_limiter' => 'off',
    'cleanup_probability' => 0,
]);
$limited = new NoSocket([
    'dsn' => "sqlite:$folder/calls.sqlite",
    'secret' => SECRET,
    'rate_limit' => 1_000_000,
    'rate_window' => 1,
]);

$pdo = new PDO("sqlite:$folder/plain.sqlite");
$pdo->exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
$pdo->exec('CREATE TABLE events (id INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, event TEXT NOT NULL,
    payload TEXT NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL)');
$pdo->exec('CREATE INDEX events_channel ON events (channel, id); CREATE INDEX events_expires ON events (expires_at)');
$insert = $pdo->prepare(
    'INSERT INTO events (channel, event, payload, created_at, expires_at) VALUES (?, ?, ?, ?, ?)'
);

$payload = ['id' => 123, 'status' => 'shipped', 'total' => 49.9];
$batch = array_fill(0, 100, ['channel' => 'orders', 'event' => 'order.updated', 'payload' => $payload]);
foreach (array_chunk(range(1, 10_000), 100) as $numbers) {
    $nosocket->emitBatch(array_map(
        fn (int $number) => ['channel' => 'channel-' . $number % 500, 'event' => 'thing', 'payload' => $number],
        $numbers,
    ));
}
$grant = $nosocket->grant(['*'], 'bench');
$idle = $nosocket->cursors(['channel-7']);
$ten = ['channel-7' => ['cursor' => $idle['channel-7']['cursor'] - 10]];

$cases = [
    'plain PDO insert' => [300, fn () => $insert->execute(
        ['orders', 'order.updated', json_encode($payload), time(), time() + 3600]
    )],
    'emit' => [300, fn () => $nosocket->emit('orders', 'order.updated', $payload)],
    'emitBatch of 100, each event' => [20, fn () => $nosocket->emitBatch($batch), 100],
    'idle poll' => [5_000, fn () => $nosocket->poll($idle, $grant)->toJson()],
    'idle poll, limited in memory' => [5_000, fn () => $limited->poll($idle, $grant, '192.0.2.7')->toJson()],
    'poll with 10 events' => [2_000, fn () => $nosocket->poll($ten, $grant)->toJson()],
    'grant' => [5_000, fn () => $nosocket->grant(['orders', 'user:42:*'], 'user:42')],
];

$times = [];
for ($round = 0; $round < ROUNDS; $round++) {
    foreach ($cases as $name => $case) {
        [$calls, $call] = $case;
        $started = hrtime(true);
        for ($i = 0; $i < $calls; $i++) {
            $call();
        }
        $times[$name][] = (hrtime(true) - $started) / 1000 / $calls / ($case[2] ?? 1);
    }
}

printf("One process, log of 10,000 events over 500 channels, median of %d rounds\n\n", ROUNDS);
printf("%-32s %12s %12s %10s\n", 'call', 'µs', 'spread', 'rate');
$median = function (array $values): float {
    sort($values);
    return $values[intdiv(count($values), 2)];
};
$floor = $median($times['plain PDO insert']);
foreach ($times as $name => $values) {
    $middle = $median($values);
    $spread = sprintf('%.1f–%.1f', min($values), max($values));
    $ratio = str_contains($name, 'emit') ? sprintf('%.2f×', $floor / $middle) : '';
    printf("%-32s %12.1f %14s %9s\n", $name, $middle, $spread, $ratio);
}
echo "\nrate: how many times as many events a second as plain inserts\n";
