<?php

/**
 * The same calls under other settings, in turn. Reads from stdin {rounds, admin, prepare, cases: {name: {options, call,
 * before}}}: `prepare` and `before` are SQL of the server's owner, the latter before each block of calls. Prints
 * microseconds a call as JSON, one list of rounds for each case.
 */

declare(strict_types=1);

[
    'rounds' => $rounds,
    'admin' => ['dsn' => $dsn, 'user' => $user, 'password' => $password],
    'prepare' => $prepare,
    'cases' => $cases,
] = json_decode(stream_get_contents(STDIN), true);
$admin = new PDO($dsn, $user, $password, [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
array_map($admin->exec(...), $prepare);

$payload = ['id' => 123, 'status' => 'shipped', 'total' => 49.9];
$calls = [];
foreach ($cases as $case => ['options' => $options, 'call' => $call]) {
    $nosocket = new NoSocket($options + [
        'secret' => 'a secret for benchmarks, 32 bytes and more',
        'rate_limiter' => 'off',
        // The server is to be asked, not the heads that the workers share.
        'head_cache' => 0,
        'cleanup_probability' => 0,
    ]);
    $nosocket->install();
    $nosocket->emit('tuning', 'order.updated', $payload);
    $nosocket->emit('tuning-idle', 'order.updated', $payload);
    $heads = $nosocket->cursors(['tuning-idle']);
    $grant = $nosocket->grant(['*'], 'bench');
    $calls[$case] = match ($call) {
        'poll' => fn () => $nosocket->poll($heads, $grant)->toJson(),
        'emit' => fn () => $nosocket->emit('tuning', 'order.updated', $payload),
    };
}

$times = [];
for ($round = 0; $round < $rounds; $round++) {
    foreach ($cases as $case => ['before' => $before]) {
        if ($before !== null) {
            $admin->exec($before);
        }
        $call = $calls[$case];
        $call();
        $started = hrtime(true);
        for ($i = 0; $i < 40; $i++) {
            $call();
        }
        $times[$case][] = (hrtime(true) - $started) / 1000 / 40;
    }
}
echo json_encode($times);
