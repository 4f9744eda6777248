<?php

declare(strict_types=1);

namespace NoSocket\Laravel\Broadcasting;

use Illuminate\Broadcasting\Broadcasters\Broadcaster;
use Illuminate\Broadcasting\Broadcasters\UsePusherChannelConventions;
use Illuminate\Broadcasting\BroadcastException;
use Illuminate\Contracts\Config\Repository;
use Illuminate\Contracts\Container\Container;
use Illuminate\Http\Request;
use Illuminate\Support\Arr;
use Illuminate\Support\Str;
use NoSocket\Laravel\ExtensionMissing;
use NoSocket\Laravel\NoSocketManager;
use Symfony\Component\HttpKernel\Exception\AccessDeniedHttpException;
use Symfony\Component\HttpKernel\Exception\UnprocessableEntityHttpException;

/**
 * The broadcast driver `nosocket`: emits broadcasts into the event log, and says who may read which channels.
 */
final class NoSocketBroadcaster extends Broadcaster
{
    use UsePusherChannelConventions;

    /** Channels that one request may ask for. */
    public const MAX_CHANNELS = 100;

    // Above all no `*`, which in a grant stands for any channel.
    private const CHANNEL = '/^[!-)+-~]{1,128}$/D';
    private const TAB = '/^[!-~]{1,128}$/D';

    public function __construct(
        private readonly Container $app,
    ) {
    }

    /**
     * Answers a request for `channels` (a list), or, as other drivers do, for one `channel_name`.
     *
     * @param Request $request
     *
     * @return array{token: string, channels: array<string, mixed>, forbidden: list<string>}
     *
     * @throws AccessDeniedHttpException if there is none of them that the user may read
     */
    public function auth($request)
    {
        $asked = Arr::wrap($request->input('channels') ?? $request->input('channel_name'));
        if (count($asked) > self::MAX_CHANNELS) {
            throw new UnprocessableEntityHttpException('Ask for at most ' . self::MAX_CHANNELS . ' channels at once.');
        }
        // What can be no channel is neither logged nor repeated in the answer.
        $asked = array_values(array_filter($asked, [self::class, 'isName']));
        $grant = $this->app->make(Grants::class)->issue($request, $this->permitted($request, $asked), $asked);
        return $grant ?? throw new AccessDeniedHttpException('None of these channels may be read.');
    }

    /**
     * Which of these channels the request's user may read, with what their callbacks tell about the user.
     *
     * @param array<mixed> $channels
     *
     * @return array<string|int, mixed> by channel: an array, or true
     */
    public function permitted(Request $request, array $channels): array
    {
        $permitted = [];
        foreach (array_filter($channels, 'is_string') as $channel) {
            $permitted[$channel] = $this->permission($request, $channel);
        }
        return array_filter($permitted, fn (mixed $permission): bool => $permission !== null);
    }

    /**
     * What one channel's callback answers; auth() makes one grant of all channels' answers.
     *
     * @param Request $request
     * @param mixed   $result
     *
     * @return array<mixed>|true
     */
    public function validAuthenticationResponse($request, $result)
    {
        return is_array($result) ? $result : true;
    }

    /**
     * Emits the event on all channels in one transaction.
     *
     * @param array<mixed>         $channels
     * @param string               $event
     * @param array<string, mixed> $payload
     *
     * @return void
     *
     * @throws BroadcastException
     */
    public function broadcast(array $channels, $event, array $payload = [])
    {
        $socket = Arr::pull($payload, 'socket');
        $entries = [];
        foreach (array_unique($this->formatChannels($channels)) as $channel) {
            if (Str::startsWith($channel, 'private-encrypted-')) {
                throw new BroadcastException("NoSocket can't encrypt; use a PrivateChannel instead of [$channel].");
            }
            // No tab of ours has an id of another form: some other library's header leaves nobody out.
            $except = is_string($socket) && preg_match(self::TAB, $socket) ? $socket : null;
            $entries[] = compact('channel', 'event', 'payload', 'except');
        }
        $emit = fn (NoSocketManager $nosocket) => $this->emit($nosocket, $entries);
        $nosocket = $this->app->make(NoSocketManager::class);
        $this->setting('after_commit') ? $nosocket->afterCommit($emit) : $emit($nosocket);
    }

    /**
     * @param list<array<string, mixed>> $entries
     */
    private function emit(NoSocketManager $nosocket, array $entries): void
    {
        try {
            $nosocket->emitBatch($entries);
        } catch (\NoSocket\Exception | ExtensionMissing $e) {
            throw new BroadcastException("NoSocket: {$e->getMessage()}", 0, $e);
        }
    }

    /**
     * @return array<mixed>|true|null null: it may not be read
     */
    private function permission(Request $request, string $channel): array|bool|null
    {
        if (! self::isName($channel)) {
            return null;
        }
        if (! $this->isGuardedChannel($channel)) {
            return Str::is($this->setting('public_channels'), $channel) ? true : null;
        }
        $name = $this->normalizeChannelName($channel);
        if (! $this->retrieveUser($request, $name)) {
            return null;
        }
        try {
            return $this->verifyUserCanAccessChannel($request, $name);
        } catch (AccessDeniedHttpException) {
            return null;
        }
    }

    private static function isName(mixed $channel): bool
    {
        return is_string($channel) && preg_match(self::CHANNEL, $channel) === 1;
    }

    private function setting(string $name): mixed
    {
        return $this->app->make(Repository::class)->get("nosocket.$name");
    }
}
