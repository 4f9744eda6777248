<?php

// Emits each JSON document on standard input as a payload and polls it again. Says of each: "refused" with json_decode's
// or emit's words, "same", or what became of it.

declare(strict_types=1);

const DEPTH = 600;

function pass(NoSocket $nosocket, string $grant, string $document): string
{
    try {
        $value = json_decode($document, false, DEPTH, JSON_THROW_ON_ERROR);
        $event = $nosocket->emit('json', 'document', $value);
    } catch (JsonException | NoSocket\InvalidArgumentException $e) {
        return 'refused: ' . $e->getMessage();
    }
    $subscriptions = ['json' => ['cursor' => $event->id - 1]];
    $answer = json_decode($nosocket->poll($subscriptions, $grant)->toJson(), false, 2 * DEPTH, JSON_THROW_ON_ERROR);
    $passed = $answer->events[0]->payload;
    // Of the same types, down to objects and floats without a fraction.
    return serialize($passed) === serialize($value) ? 'same' : 'differs: ' . json_encode($passed, depth: DEPTH);
}

['options' => $options, 'documents' => $documents] = json_decode(stream_get_contents(STDIN), true, flags: JSON_THROW_ON_ERROR);

$nosocket = new NoSocket($options);
$grant = $nosocket->grant(['json'], 'fuzzer');
echo json_encode(
    array_map(fn (string $document) => pass($nosocket, $grant, base64_decode($document, true)), $documents),
    JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE,
);
