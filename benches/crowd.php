<?php

/**
 * 32 processes that emit 200 events each into one SQLite file at once: how long the slowest emit waits, beside the
 * same crowd with plain, prepared PDO inserts and SQLite's own busy timeout.
 */

declare(strict_types=1);

const PROCESSES = 32;
const EMITS = 200;

$folder = $argv[1];

/** @return array{median: float, slow: float, slowest: float, rate: float} milliseconds, and events a second */
function crowd(callable $emitter): array
{
    $pipes = [];
    for ($process = 0; $process < PROCESSES; $process++) {
        [$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        if (pcntl_fork() === 0) {
            fclose($ours);
            $emit = $emitter();
            // All begin together.
            fread($theirs, 1);
            $times = [];
            for ($i = 0; $i < EMITS; $i++) {
                $started = hrtime(true);
                $emit($i);
                $times[] = (hrtime(true) - $started) / 1e6;
            }
            fwrite($theirs, json_encode($times) . "\n");
            exit(0);
        }
        fclose($theirs);
        $pipes[] = $ours;
    }
    usleep(300_000);
    $started = hrtime(true);
    foreach ($pipes as $pipe) {
        fwrite($pipe, '!');
    }
    $times = [];
    foreach ($pipes as $pipe) {
        array_push($times, ...json_decode((string) fgets($pipe), true));
    }
    $seconds = (hrtime(true) - $started) / 1e9;
    while (pcntl_wait($status) > 0) {
        continue;
    }
    sort($times);
    $count = count($times);
    return [
        'median' => $times[intdiv($count, 2)],
        'slow' => $times[intdiv($count * 99, 100)],
        'slowest' => $times[$count - 1],
        'rate' => $count / $seconds,
    ];
}

$plain = function () use ($folder): callable {
    $pdo = new PDO("sqlite:$folder/plain-crowd.sqlite");
    $pdo->exec('PRAGMA busy_timeout = 60000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    $pdo->exec('CREATE TABLE IF NOT EXISTS events (id INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT, payload TEXT)');
    $insert = $pdo->prepare('INSERT INTO events (channel, payload) VALUES (?, ?)');
    return fn (int $i) => $insert->execute(['orders', $i]);
};
$ours = function () use ($folder): callable {
    $nosocket = new NoSocket(['dsn' => "sqlite:$folder/crowd.sqlite"]);
    return fn (int $i) => $nosocket->emit('orders', 'order.updated', $i);
};
$plain();

echo json_encode([
    'processes' => PROCESSES,
    'emits' => EMITS,
    'crowds' => ['plain PDO insert' => crowd($plain), 'emit' => crowd($ours)],
]);
