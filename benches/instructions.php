<?php

/**
 * Makes one kind of call so many times, for callgrind to count: `instructions.php CASE CALLS`, settings as JSON on
 * stdin. What PHP's start costs is the same for any number of calls. Without arguments: prints the versions here.
 */

declare(strict_types=1);

if ($argc === 1) {
    $sqlite = (new PDO('sqlite::memory:'))->query('SELECT sqlite_version()')->fetchColumn();
    echo json_encode(['PHP' => PHP_VERSION, 'SQLite' => $sqlite]);
    exit;
}
[, $case, $calls] = $argv;
$settings = json_decode(stream_get_contents(STDIN), true);
// Under callgrind a second passes soon: what is in shared memory is to last until the end.
$nosocket = new NoSocket([...$settings, 'head_cache' => 60_000]);
$asking = new NoSocket([...$settings, 'head_cache' => 0]);
$names = array_map(fn (int $number) => "channel-$number", range(1, 100));
$all = $nosocket->cursors($names);
$one = array_slice($all, 6, 1);
$ten = ['channel-7' => ['cursor' => $one['channel-7']['cursor'] - 10] + $one['channel-7']];
$grant = $nosocket->grant(['*'], 'bench');
$payload = ['id' => 123, 'status' => 'shipped', 'total' => 49.9];
$call = match ($case) {
    'idle poll' => fn () => $nosocket->poll($one, $grant)->toJson(),
    'poll with 10 events' => fn () => $nosocket->poll($ten, $grant)->toJson(),
    'idle poll, head_cache = 0' => fn () => $asking->poll($one, $grant)->toJson(),
    'poll with 10 events, head_cache = 0' => fn () => $asking->poll($ten, $grant)->toJson(),
    'idle poll of 100 channels' => fn () => $nosocket->poll($all, $grant)->toJson(),
    'verify: poll of no channel' => fn () => $nosocket->poll([], $grant)->toJson(),
    'grant' => fn () => $nosocket->grant(['orders', 'user:42:*'], 'user:42'),
    'emit' => fn () => $nosocket->emit('orders', 'order.updated', $payload),
};
for ($i = 0; $i < $calls; $i++) {
    $call();
}
