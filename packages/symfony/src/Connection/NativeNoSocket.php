<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Connection;

use NoSocket\Bundle\EmittedEvent;
use NoSocket\Bundle\Event\EventsEmitted;
use NoSocket\Bundle\Message\Emit;
use NoSocket\Bundle\NoSocketInterface;
use Psr\EventDispatcher\EventDispatcherInterface;
use Psr\Log\LoggerInterface;

/**
 * A connection that PHP's extension serves. The extension is not touched before the first call.
 */
final class NativeNoSocket implements NoSocketInterface
{
    private ?\NoSocket $native = null;

    /** @var array<string, mixed> */
    private readonly array $options;

    /**
     * @param array<string, mixed> $options the extension's settings; what is null or empty is left to php.ini and the
     *                                      environment
     */
    public function __construct(
        private readonly string $name,
        #[\SensitiveParameter]
        array $options,
        private readonly ?LoggerInterface $logger = null,
        private readonly ?EventDispatcherInterface $dispatcher = null,
    ) {
        if (isset($options['secret'])) {
            $options['secret'] = self::secrets((array) $options['secret']);
        }
        $given = static fn (mixed $value): bool => !\in_array($value, [null, '', []], true);
        $this->options = \array_filter($options, $given);
    }

    public function emit(
        string $channel,
        string $event,
        mixed $payload = null,
        ?int $ttlSeconds = null,
        ?string $except = null,
        bool $transient = false,
    ): EmittedEvent {
        return $this->told([$this->native()->emit($channel, $event, $payload, $ttlSeconds, $except, $transient)])[0];
    }

    public function emitBatch(array $events): array
    {
        return $this->told($this->native()->emitBatch(\array_map(static fn (Emit $event): array => [
            'channel' => $event->channel,
            'event' => $event->event,
            'payload' => $event->payload,
            'ttl_seconds' => $event->ttlSeconds,
            'except' => $event->except,
            'transient' => $event->transient,
        ], $events)));
    }

    public function poll(array $subscriptions, #[\SensitiveParameter] string $grant, ?string $clientKey = null): string
    {
        return $this->native()->poll($subscriptions, $grant, $clientKey)->toJson();
    }

    public function grant(array $channels, string $subject, ?int $ttlSeconds = null): string
    {
        return $this->native()->grant($channels, $subject, $ttlSeconds);
    }

    public function revoke(string $subject): void
    {
        $this->native()->revoke($subject);
    }

    public function cursors(array $channels): array
    {
        return $this->native()->cursors($channels);
    }

    public function cleanup(): int
    {
        $removed = $this->native()->cleanup();
        $this->logger?->info('NoSocket removed {removed} expired events from {connection}.', [
            'removed' => $removed,
            'connection' => $this->name,
        ]);

        return $removed;
    }

    public function install(): int
    {
        return $this->native()->install();
    }

    public function diagnostics(): array
    {
        return $this->native()->diagnostics();
    }

    public function limits(): Limits
    {
        return Limits::from($this->options);
    }

    /**
     * Several secrets may stand in one environment variable, as in php.ini.
     *
     * @param array<mixed> $given strings, and lists of such
     *
     * @return list<string>
     */
    private static function secrets(#[\SensitiveParameter] array $given): array
    {
        $secrets = [];
        \array_walk_recursive($given, static function (?string $several) use (&$secrets): void {
            \array_push($secrets, ...\array_map('trim', \explode(',', (string) $several)));
        });

        return \array_values(\array_filter($secrets));
    }

    private function native(): \NoSocket
    {
        if ($this->native === null) {
            NativeExtension::check();
            $this->native = new \NoSocket($this->options);
        }

        return $this->native;
    }

    /**
     * Tells the log and the listeners. The events are committed, so a listener's fault must not look like a failed
     * emit: whoever tries again would emit twice.
     *
     * @param list<\NoSocket\Event> $events
     *
     * @return list<EmittedEvent>
     */
    private function told(array $events): array
    {
        $emitted = \array_map(
            static fn (\NoSocket\Event $event): EmittedEvent
                => new EmittedEvent($event->id, $event->channel, $event->event, $event->createdAt),
            $events,
        );
        foreach ($emitted as $event) {
            $this->logger?->debug('NoSocket emitted {event} as {channel} {id}.', [
                'event' => $event->event,
                'channel' => $event->channel,
                'id' => $event->id,
                'connection' => $this->name,
            ]);
        }
        try {
            $this->dispatcher?->dispatch(new EventsEmitted($this->name, $emitted));
        } catch (\Throwable $fault) {
            $this->logger?->error('A listener of EventsEmitted failed: {fault}', [
                'fault' => $fault->getMessage(),
                'exception' => $fault,
            ]);
        }

        return $emitted;
    }
}
