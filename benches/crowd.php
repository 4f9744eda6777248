<?php

/**
 * 16 processes that emit at once for a time, on a channel each or all on one, beside the same crowd with plain, prepared
 * PDO inserts. Prints as JSON, for each case, a list of rounds: events a second, and how long the calls took.
 */

declare(strict_types=1);

require __DIR__ . '/plain_table.php';

const PROCESSES = 16;

$database = json_decode(stream_get_contents(STDIN), true);
[$rounds, $seconds] = [(int) $argv[1], (float) $argv[2]];

/** A connection of the process's own. */
function connect(array $database): PDO
{
    ['dsn' => $dsn, 'user' => $user, 'password' => $password] = $database + ['user' => null, 'password' => null];
    return new PDO($dsn, $user, $password, [
        PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
        PDO::ATTR_EMULATE_PREPARES => false,
        PDO::ATTR_TIMEOUT => 60,
    ]);
}

/**
 * One crowd. `$emitter` is given the process's number and returns what is called again and again; a call counts for
 * `$events`.
 *
 * @return array{rate: float, median: float, slow: float, slowest: float} events a second, and milliseconds
 */
function crowd(callable $emitter, int $events, float $seconds): array
{
    $pipes = [];
    for ($process = 0; $process < PROCESSES; $process++) {
        [$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        if (pcntl_fork() === 0) {
            fclose($ours);
            $emit = $emitter($process);
            // Connects, prepares, makes the channel's row.
            $emit();
            fwrite($theirs, "ready\n");
            // All begin together.
            fread($theirs, 1);
            $times = [];
            $begin = hrtime(true);
            do {
                $started = hrtime(true);
                $emit();
                $ended = hrtime(true);
                $times[] = ($ended - $started) / 1e6;
            } while ($ended - $begin < $seconds * 1e9);
            fwrite($theirs, json_encode([$times, ($ended - $begin) / 1e9]) . "\n");
            exit(0);
        }
        fclose($theirs);
        $pipes[] = $ours;
    }
    foreach ($pipes as $pipe) {
        if (fgets($pipe) !== "ready\n") {
            throw new RuntimeException('a process of the crowd failed');
        }
    }
    foreach ($pipes as $pipe) {
        fwrite($pipe, '!');
    }
    $rate = 0;
    $times = [];
    foreach ($pipes as $pipe) {
        [$own, $elapsed] = json_decode((string) fgets($pipe), true);
        $rate += count($own) * $events / $elapsed;
        array_push($times, ...$own);
    }
    while (pcntl_wait($status) > 0) {
        continue;
    }
    sort($times);
    $count = count($times);
    return [
        'rate' => $rate,
        'median' => $times[intdiv($count, 2)],
        'slow' => $times[intdiv($count * 99, 100)],
        'slowest' => $times[$count - 1],
    ];
}

$payload = ['id' => 123, 'status' => 'shipped', 'total' => 49.9];

$plain = function () use ($database, $payload): array {
    $pdo = connect($database);
    $insert = $pdo->prepare(
        'INSERT INTO plain_events (channel, event, payload, created_at, expires_at) VALUES (?, ?, ?, ?, ?)'
    );
    return [$pdo, fn () => $insert->execute(
        ['orders', 'order.updated', json_encode($payload), time(), time() + 3600]
    )];
};
$insert = fn () => $plain()[1];
$hastyInsert = function () use ($plain): callable {
    [$pdo, $insert] = $plain();
    $pdo->exec('PRAGMA synchronous = NORMAL');
    return $insert;
};
$inserts = function () use ($plain): callable {
    [$pdo, $insert] = $plain();
    return function () use ($pdo, $insert): void {
        $pdo->beginTransaction();
        for ($i = 0; $i < 100; $i++) {
            $insert();
        }
        $pdo->commit();
    };
};
$emit = fn (?string $channel) => function (int $process) use ($database, $channel, $payload): callable {
    $nosocket = new NoSocket($database);
    $channel ??= "crowd-$process";
    return fn () => $nosocket->emit($channel, 'order.updated', $payload);
};
$batch = fn (?string $channel) => function (int $process) use ($database, $channel, $payload): callable {
    $nosocket = new NoSocket($database);
    $channel ??= "crowd-$process";
    $events = array_fill(0, 100, ['channel' => $channel, 'event' => 'order.updated', 'payload' => $payload]);
    return fn () => $nosocket->emitBatch($events);
};

(new NoSocket($database))->install();
createPlainTable(connect($database));

$cases = [
    'plain PDO insert' => [$insert, 1],
    'emit on 16 channels' => [$emit(null), 1],
    'emit on one channel' => [$emit('crowd'), 1],
    'plain PDO, 100 in a transaction' => [$inserts, 100],
    'emitBatch of 100 on 16 channels' => [$batch(null), 100],
    'emitBatch of 100 on one channel' => [$batch('crowd'), 100],
];
if (str_starts_with($database['dsn'], 'sqlite:')) {
    $cases['plain PDO insert, synchronous = NORMAL'] = [$hastyInsert, 1];
}
$results = [];
for ($round = 0; $round < $rounds; $round++) {
    foreach ($cases as $case => [$emitter, $events]) {
        $results[$case][] = crowd($emitter, $events, $seconds);
    }
}
echo json_encode($results);
