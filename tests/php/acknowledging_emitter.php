<?php

// Emits for ever, singly and in batches, and writes a line for each event once emit() has returned. What ends a line,
// and what begins it, tells a whole one from one that was torn by a kill.
// Arguments: settings as JSON, a label for the payloads, the channels.

declare(strict_types=1);

[, $options, $label] = $argv;
$channels = array_slice($argv, 3);

$nosocket = new NoSocket(json_decode($options, true));
for ($n = 0;; $n++) {
    $token = "$label-$n";
    $events = $n % 3 === 0
        ? $nosocket->emitBatch(array_map(
            fn (string $channel) => ['channel' => $channel, 'event' => 'batch', 'payload' => $token],
            $channels,
        ))
        : [$nosocket->emit($channels[$n % count($channels)], 'single', $token)];
    $lines = array_map(fn (NoSocket\Event $event) => "\n$event->channel $event->id $token .", $events);
    // One write, straight into the file: what a killed process has acknowledged is there.
    fwrite(STDOUT, implode('', $lines));
}
