<?php

/**
 * One process that polls logs of different sizes, or for different numbers of channels, in turn. Reads from stdin
 * {rounds, database, cases: {name: {options, pool, step, channels, behind}}}: each poll is for `channels` others of the
 * `pool` channels that lie `step` apart, `behind` events behind their heads. Prints microseconds a poll as JSON, one list
 * of rounds for each case.
 */

declare(strict_types=1);

['rounds' => $rounds, 'database' => $database, 'cases' => $cases] = json_decode(stream_get_contents(STDIN), true);
const CALLS = 40;
const TURNS = 200;

$polls = [];
foreach ($cases as $case => $wanted) {
    $nosocket = new NoSocket($wanted['options'] + $database + [
        'secret' => 'a secret for benchmarks, 32 bytes and more',
        'rate_limiter' => 'off',
        // The database is to be asked, not the heads that the workers share.
        'head_cache' => 0,
    ]);
    $names = array_map(
        fn (int $number) => 'channel-' . ($number * $wanted['step'] + 1),
        range(0, $wanted['pool'] - 1),
    );
    $heads = array_merge(...array_map($nosocket->cursors(...), array_chunk($names, 100)));
    $subscriptions = [];
    for ($turn = 0; $turn < TURNS; $turn++) {
        $chosen = [];
        for ($place = 0; $place < $wanted['channels']; $place++) {
            // A stride that has no factor in common with the pool's size comes by every channel.
            $name = $names[(($turn * $wanted['channels'] + $place) * 37) % $wanted['pool']];
            $chosen[$name] = ['cursor' => $heads[$name]['cursor'] - $wanted['behind']] + $heads[$name];
        }
        $subscriptions[] = $chosen;
    }
    $grant = $nosocket->grant(['*'], 'bench');
    $turn = 0;
    $expected = $wanted['behind'] * $wanted['channels'];
    $poll = function () use ($nosocket, $subscriptions, $grant, &$turn): string {
        $turn = ($turn + 1) % TURNS;
        return $nosocket->poll($subscriptions[$turn], $grant)->toJson();
    };
    $got = count(json_decode($poll(), true)['events']);
    if ($got !== $expected) {
        throw new RuntimeException("$case: $got events instead of $expected");
    }
    $polls[$case] = $poll;
    unset($turn);
}
// What a connection keeps in memory is there before the first round.
foreach ($polls as $poll) {
    for ($i = 0; $i < TURNS; $i++) {
        $poll();
    }
}

$times = array_fill_keys(array_keys($polls), []);
mt_srand(1);
for ($round = 0; $round < $rounds; $round++) {
    // In another order each time: what runs before a case, and lets the server's processes sleep or not, changes it.
    $order = array_keys($polls);
    shuffle($order);
    foreach ($order as $case) {
        $poll = $polls[$case];
        $started = hrtime(true);
        for ($i = 0; $i < CALLS; $i++) {
            $poll();
        }
        $times[$case][] = (hrtime(true) - $started) / 1000 / CALLS;
    }
}
echo json_encode($times);
