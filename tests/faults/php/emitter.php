<?php

// Emits one after the other until standard input ends. Before each emit a line of JSON says what it will try, after it
// another one what became of it: who is killed in between has left an emit of which nobody knows.
// Arguments: settings and plan as JSON: {label, channels, batch, every, ttl, cleanup, pauseUs}.

declare(strict_types=1);

require __DIR__ . '/../../php/input_ended.php';
require __DIR__ . '/emit.php';

[, $options, $plan] = $argv;
$plan = json_decode($plan, true);
$nosocket = new NoSocket(json_decode($options, true));

for ($n = 1; !inputEnded(); $n++) {
    $channels = $plan['channels'];
    shuffle($channels);
    // A channel may come twice in a batch.
    $count = $n % $plan['every'] === 0 ? $plan['batch'] : 1;
    $events = [];
    for ($i = 0; $i < $count; $i++) {
        $events[] = [
            'channel' => $channels[$i % count($channels)],
            'token' => "{$plan['label']}-$n-$i",
            'ttl' => $plan['ttl'],
            'padding' => mt_rand(0, 700),
        ];
    }
    fwrite(STDOUT, json_encode(['trying' => array_map(
        fn (array $event) => ['channel' => $event['channel'], 'token' => $event['token']],
        $events,
    )]) . "\n");
    fwrite(STDOUT, json_encode(emitAndTell($nosocket, $events)) . "\n");
    try {
        if ($plan['cleanup']) {
            $nosocket->cleanup();
        }
    } catch (NoSocket\StorageException) {
        // Another time.
    }
    usleep(mt_rand(0, 2 * $plan['pauseUs']));
}
