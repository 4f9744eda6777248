<?php

declare(strict_types=1);

namespace NoSocket\Laravel\Facades;

use Illuminate\Support\Facades\Facade;
use NoSocket\Laravel\NoSocketManager;
use NoSocket\Laravel\Testing\NoSocketFake;

/**
 * The application's event log. Import it by its full name: the extension owns the global name `NoSocket`.
 *
 * @method static \NoSocket nosocket()
 * @method static \NoSocket\Event emit(string $channel, string $event, mixed $payload = null, ?int $ttlSeconds = null,
 *                                      ?string $except = null, bool $transient = false)
 * @method static list<\NoSocket\Event> emitBatch(array $events)
 * @method static void afterCommit(\Closure $emit)
 * @method static array page(array $channels)
 * @method static string grant(array $channels, string $subject, ?int $ttlSeconds = null)
 * @method static \NoSocket\PollResult poll(array $subscriptions, string $grant, ?string $clientKey = null)
 * @method static array cursors(array $channels)
 * @method static int cleanup()
 * @method static int install()
 * @method static int renewEpochs()
 * @method static void revoke(string $subject)
 * @method static array diagnostics()
 * @method static void assertEmitted(string $event, ?\Closure $matches = null)
 * @method static void assertEmittedTimes(string $event, int $times)
 * @method static void assertNotEmitted(string $event, ?\Closure $matches = null)
 * @method static void assertNothingEmitted()
 *
 * @see NoSocketManager
 * @see NoSocketFake
 */
final class NoSocket extends Facade
{
    /**
     * From here on events go into a log of the test's own, and can be asserted. Broadcasts too, if the default
     * connection is `nosocket`.
     */
    public static function fake(): NoSocketFake
    {
        $fake = new NoSocketFake(static::getFacadeApplication());
        static::swap($fake);
        return $fake;
    }

    protected static function getFacadeAccessor(): string
    {
        return NoSocketManager::class;
    }
}
