<?php

// Calls methods of one NoSocket as JSON on standard input says, and prints each result or exception as JSON.

declare(strict_types=1);

function answer(callable $call): array
{
    try {
        return ['result' => $call()];
    } catch (NoSocket\Exception $e) {
        return [
            'exception' => $e::class,
            'code' => $e->getErrorCode(),
            'message' => $e->getMessage(),
        ];
    }
}

['options' => $options, 'calls' => $calls] = json_decode(stream_get_contents(STDIN), true, flags: JSON_THROW_ON_ERROR);

$nosocket = new NoSocket($options);
$answers = array_map(
    fn (array $call) => answer(fn () => $nosocket->{$call[0]}(...array_slice($call, 1))),
    $calls,
);
echo json_encode($answers, JSON_THROW_ON_ERROR | JSON_PRESERVE_ZERO_FRACTION);
