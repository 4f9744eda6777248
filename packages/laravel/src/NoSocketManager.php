<?php

declare(strict_types=1);

namespace NoSocket\Laravel;

use Closure;
use Illuminate\Container\Container as Application;
use Illuminate\Contracts\Container\Container;
use Illuminate\Contracts\Events\Dispatcher;
use NoSocket\Event;
use NoSocket\Laravel\Events\EventsEmitted;

/**
 * The application's event log: the extension's class with Laravel's settings, events and transactions.
 *
 * @mixin \NoSocket
 */
class NoSocketManager
{
    private ?\NoSocket $nosocket = null;

    public function __construct(
        protected readonly Container $app,
    ) {
    }

    /**
     * The extension's own object, made on first use.
     *
     * @throws ExtensionMissing                   if PHP runs without the extension, or with one that is too old
     * @throws \NoSocket\InvalidArgumentException if a setting is bad
     */
    public function nosocket(): \NoSocket
    {
        return $this->nosocket ??= $this->connect();
    }

    /**
     * Appends one event to a channel. When it returns, the event is committed.
     *
     * @param string|null $except the browser tab that drops the event: Broadcast::socket()
     *
     * @throws \NoSocket\Exception as NoSocket::emit()
     */
    public function emit(
        string $channel,
        string $event,
        mixed $payload = null,
        ?int $ttlSeconds = null,
        ?string $except = null,
        bool $transient = false,
    ): Event {
        $emitted = $this->nosocket()->emit($channel, $event, $payload, $ttlSeconds, $except, $transient);
        $this->told([$emitted]);
        return $emitted;
    }

    /**
     * Appends several events at once: all or none.
     *
     * @param list<array<string, mixed>> $events as NoSocket::emitBatch()
     *
     * @return list<Event>
     *
     * @throws \NoSocket\Exception as NoSocket::emitBatch()
     */
    public function emitBatch(array $events): array
    {
        $emitted = $this->nosocket()->emitBatch($events);
        $this->told($emitted);
        return $emitted;
    }

    /**
     * Does this when the database transaction that is open now is committed, or at once if there is none.
     *
     *     NoSocket::afterCommit(fn ($nosocket) => $nosocket->emit('orders', 'order.created', ['id' => 1]));
     *
     * @param Closure(self): mixed $emit
     */
    public function afterCommit(Closure $emit): void
    {
        $this->app->bound('db.transactions')
            ? $this->app->make('db.transactions')->addCallback(fn () => $emit($this))
            : $emit($this);
    }

    /**
     * What a page hands to the browser: where to poll, a grant for the channels that the current user may read, and
     * their positions. Ask for it before you read the data that the page shows, and give it to `@nosocket` in the view:
     * then nothing falls between the page and its first poll.
     *
     * @param list<string> $channels
     *
     * @return array<string, mixed>
     */
    public function page(array $channels): array
    {
        // Not from $this->app: in a long-lived process that one may know an earlier request, and its user.
        return Application::getInstance()->make(Page::class)->for($channels);
    }

    /**
     * Everything else that the extension's class can do.
     *
     * @param array<int|string, mixed> $arguments
     */
    public function __call(string $method, array $arguments): mixed
    {
        return $this->nosocket()->$method(...$arguments);
    }

    protected function connect(): \NoSocket
    {
        ExtensionMissing::check();
        return new \NoSocket($this->app->make(Settings::class)->options());
    }

    /**
     * @param list<Event> $events
     */
    private function told(array $events): void
    {
        if ($events !== []) {
            $this->app->make(Dispatcher::class)->dispatch(new EventsEmitted($events));
        }
    }
}
