<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Debug;

use Symfony\Bundle\FrameworkBundle\DataCollector\AbstractDataCollector;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\HttpKernel\DataCollector\LateDataCollectorInterface;
use Symfony\Component\VarDumper\Cloner\Data;

/**
 * What a request did with NoSocket, for the profiler's panel.
 */
final class NoSocketCollector extends AbstractDataCollector implements LateDataCollectorInterface
{
    /**
     * @param iterable<string, TraceableNoSocket> $connections by name
     */
    public function __construct(private readonly iterable $connections)
    {
    }

    public function collect(Request $request, Response $response, ?\Throwable $exception = null): void
    {
    }

    /** Listeners may emit after the response was sent. */
    public function lateCollect(): void
    {
        $this->data = ['events' => [], 'calls' => [], 'errors' => 0, 'ms' => 0.0];
        foreach ($this->connections as $connection => $traceable) {
            foreach ($traceable->calls() as $call) {
                $this->add($connection, $call);
            }
        }
    }

    /**
     * @param array{method: string, ms: float, error: string|null, detail: array<string, mixed>} $call
     */
    private function add(string $connection, array $call): void
    {
        $this->data['ms'] += $call['ms'];
        $this->data['errors'] += $call['error'] === null ? 0 : 1;
        if (!isset($call['detail']['events'])) {
            $detail = $this->cloneVar($call['detail']);
            $this->data['calls'][] = ['connection' => $connection, 'detail' => $detail] + $call;

            return;
        }
        foreach ($call['detail']['events'] as $index => $emit) {
            $this->data['events'][] = [
                'connection' => $connection,
                'channel' => $emit->channel,
                'event' => $emit->event,
                'payload' => $this->cloneVar($emit->payload),
                'id' => $call['detail']['emitted'][$index]->id ?? null,
                'ttl' => $emit->ttlSeconds,
                'except' => $emit->except,
                'transient' => $emit->transient,
                'batch' => \count($call['detail']['events']) > 1,
                'ms' => $index === 0 ? $call['ms'] : null,
                'error' => $call['error'],
            ];
        }
    }

    public function getName(): string
    {
        return 'nosocket';
    }

    public static function getTemplate(): ?string
    {
        return '@NoSocket/Collector/nosocket.html.twig';
    }

    /**
     * @return list<array<string, mixed>> one for each event that was to be emitted
     */
    public function getEvents(): array
    {
        return $this->data['events'] ?? [];
    }

    /**
     * @return list<array{connection: string, method: string, ms: float, error: string|null, detail: Data}> the others
     */
    public function getCalls(): array
    {
        return $this->data['calls'] ?? [];
    }

    public function getErrors(): int
    {
        return $this->data['errors'] ?? 0;
    }

    /** Milliseconds spent in all of them. */
    public function getMs(): float
    {
        return $this->data['ms'] ?? 0.0;
    }
}
