<?php

// Emits events and says what became of them. Shared by the emitter on the command line and the one in the web server.

declare(strict_types=1);

/**
 * @param list<array{channel: string, token: string, ttl: int, padding: int}> $events
 * @return array{outcome: string, positions?: list<int>, why?: string}
 */
function emitAndTell(NoSocket $nosocket, array $events): array
{
    $entries = array_map(fn (array $event) => [
        'channel' => $event['channel'],
        'event' => 'counted',
        'payload' => [
            'channel' => $event['channel'],
            'token' => $event['token'],
            'padding' => str_repeat('x', $event['padding']),
        ],
        'ttl_seconds' => $event['ttl'],
    ], $events);
    try {
        $emitted = count($entries) === 1
            ? [$nosocket->emit(
                $entries[0]['channel'],
                $entries[0]['event'],
                $entries[0]['payload'],
                $entries[0]['ttl_seconds'],
            )]
            : $nosocket->emitBatch($entries);

        return [
            'outcome' => 'acknowledged',
            'positions' => array_map(fn (NoSocket\Event $event) => $event->id, $emitted),
        ];
    } catch (NoSocket\StorageException $refusal) {
        $isUnknown = str_contains($refusal->getMessage(), 'may have been stored or not');

        return ['outcome' => $isUnknown ? 'unknown' : 'refused', 'why' => $refusal->getMessage()];
    }
}
