<?php

/**
 * Realtime for PHP applications that cannot run a daemon.
 *
 * This file describes the class that the extension provides, for IDEs and static analysers. It is never loaded.
 */

/**
 * A handle on one event log: emit events, answer polls, issue grants.
 *
 * Cheap to construct: nothing is connected before the first call that needs the database, and the connection is
 * kept by the PHP process and shared by all handles with the same settings (unless `persistent` is off).
 *
 * Settings come from the constructor's array, over php.ini (`nosocket.dsn` …), over environment variables
 * (`NOSOCKET_DSN` …), over defaults.
 *
 * @phpstan-type Options array{
 *     dsn?: string, user?: string, password?: string, secret?: string|list<string>,
 *     event_ttl?: int, grant_ttl?: int, poll_limit?: int, max_channels?: int, max_payload?: int, max_body?: int,
 *     rate_limit?: int, rate_window?: int, rate_limiter?: 'memory'|'database'|'off',
 *     trusted_proxies?: string|list<string>, cors_origins?: string|list<string>, emit_failure?: 'throw'|'log'|'ignore',
 *     cleanup_probability?: float, persistent?: bool, connect_timeout?: int, statement_timeout?: int,
 *     table_prefix?: string, next_poll_ms?: int, head_cache?: int,
 *     beacon_dir?: string, beacon_url?: string, beacon_buckets?: int,
 * }
 * @phpstan-type Subscription array{cursor?: int|null, replay?: 'live'|'retained', epoch?: string|null}
 * @phpstan-type BatchEntry array{
 *     channel: string|int, event: string, payload?: mixed, ttl_seconds?: int|null,
 *     except?: string|null, transient?: bool,
 * }
 */
final class NoSocket
{
    /** The extension's version, such as `0.1.0`. */
    public const VERSION = '0.1.0';

    /**
     * Reads the settings; connects nothing.
     *
     * | setting | default | meaning |
     * |---|---|---|
     * | `dsn` | none | `sqlite:/path`, `mysql:host=…;dbname=…`, `pgsql:…`, or the same as a URL |
     * | `user`, `password` | none | for server databases |
     * | `secret` | none | at least 32 bytes; several (a list here, comma-separated elsewhere): the first signs, all verify |
     * | `event_ttl` | 3600 | seconds an event is kept |
     * | `grant_ttl` | 3600 | seconds a grant is good for |
     * | `poll_limit` | 100 | events in one poll's answer |
     * | `max_channels` | 100 | channels in one poll |
     * | `max_payload` | 65536 | bytes of one event's JSON |
     * | `max_body` | 65536 | bytes of a poll request |
     * | `rate_limit`, `rate_window` | 120, 60 | polls in that many seconds, for one subject and address |
     * | `rate_limiter` | `memory` | `memory`, `database` or `off` |
     * | `trusted_proxies` | none | addresses and networks whose `X-Forwarded-For` respond() believes |
     * | `cors_origins` | none | origins whose pages may poll through respond(); `*` for all |
     * | `emit_failure` | `throw` | `throw`, `log` or `ignore`: what becomes of an emit that the database does not take |
     * | `cleanup_probability` | 0.01 | chance that an emit also removes expired events; 0 turns it off |
     * | `persistent` | true | keep the connection when the request ends |
     * | `connect_timeout` | 3 | seconds to wait for a connection to a database server |
     * | `statement_timeout` | 10 | seconds a database server may take for a statement |
     * | `table_prefix` | empty | letters, digits and `_` before the table names |
     * | `next_poll_ms` | 0 | if above 0, a floor under the clients' polling interval, in milliseconds |
     * | `head_cache` | 1000 | milliseconds for which a poll may be answered from shared memory; 0: never |
     * | `beacon_dir` | none | absolute path of the folder for static beacons; needs `beacon_url` and `secret` |
     * | `beacon_url` | none | where browsers reach that folder: `/nosocket-beacons/`, or an http or https URL |
     * | `beacon_buckets` | 256 | files that channels are spread over, 1 to 4096 |
     *
     * @param Options $options
     *
     * @throws NoSocket\InvalidArgumentException if a setting is unknown or its value is bad, wherever it comes from
     */
    public function __construct(#[\SensitiveParameter] array $options = [])
    {
    }

    /**
     * Appends one event to a channel. When it returns, the event is committed.
     *
     * @param string      $channel    1–128 printable ASCII bytes without spaces and without `*`
     * @param string      $event      the event's name, by the same rule, not beginning with `nosocket.`
     * @param mixed       $payload    anything `json_encode` takes; at most `max_payload` bytes as JSON
     * @param int|null    $ttlSeconds seconds to keep the event, 1 to 315360000; null: the setting `event_ttl`
     * @param string|null $except     id of a browser tab that drops the event (it already knows)
     * @param bool        $transient  the event may vanish without a resync (a typing indicator)
     *
     * @return NoSocket\Event the event with its position in the channel as `id`; 0 if it was not stored, which happens
     *                        only where the setting `emit_failure` is `log` or `ignore`
     *
     * @throws NoSocket\InvalidArgumentException if a name, the payload or the time to live is bad; nothing is stored
     * @throws NoSocket\StorageException         if the database cannot be reached, is busy for too long, or refuses, and
     *                                           the setting `emit_failure` is `throw`
     */
    public function emit(
        string $channel,
        string $event,
        mixed $payload = null,
        ?int $ttlSeconds = null,
        ?string $except = null,
        bool $transient = false,
    ): NoSocket\Event {
    }

    /**
     * Appends several events in one transaction: all or none.
     *
     * @param list<BatchEntry> $events
     *
     * @return list<NoSocket\Event> the events in the same order; as for emit() with `id` 0 if none was stored
     *
     * @throws NoSocket\InvalidArgumentException if an entry is bad; the message names its index; nothing is stored
     * @throws NoSocket\StorageException         as for emit()
     */
    public function emitBatch(array $events): array
    {
    }

    /**
     * Answers one poll: what is newer than the cursors, for channels that the grant covers.
     *
     * @param array<string|int, Subscription> $subscriptions by channel name
     * @param string                          $grant         a token from grant(), or any JWT of the same form
     * @param string|null                     $clientKey     the client's address, part of the rate limiter's key
     *
     * @throws NoSocket\InvalidArgumentException if a subscription is malformed or there are too many
     * @throws NoSocket\GrantException           if the grant is missing, invalid, expired or revoked, or doesn't cover a
     *                                           channel
     * @throws NoSocket\RateLimitException       if this client polls too often
     * @throws NoSocket\StorageException         as for emit()
     */
    public function poll(
        array $subscriptions,
        #[\SensitiveParameter] string $grant,
        ?string $clientKey = null,
    ): NoSocket\PollResult {
    }

    /**
     * Signs a grant: who may read which channels, until when (a JWT, RFC 7519, HS256).
     *
     * @param list<string|int> $channels   names, or prefixes ending in `*`
     * @param string           $subject    whom it is for, such as `user:42`; 1–255 bytes of UTF-8
     * @param int|null         $ttlSeconds 1 to 2678400 (31 days); null: the setting `grant_ttl`
     *
     * @throws NoSocket\InvalidArgumentException if a channel, the subject or the time is bad, or no secret is set
     */
    public function grant(array $channels, string $subject, ?int $ttlSeconds = null): string
    {
    }

    /**
     * Takes back every grant of this subject that was issued until now ("log this user out everywhere"). When it
     * returns, every host that shares the database refuses them with the code `grant_revoked`; on another machine, polls
     * may still be answered for `head_cache` milliseconds, but with no event that is emitted from now on. Grants issued
     * afterwards are good. Cursors and events are not touched.
     *
     * Grants carry the time of the machine that issued them, so the machines' clocks must agree. A grant from another
     * issuer whose `iat` is in whole seconds is refused for the whole second of the revocation, one without `iat` for
     * 31 days.
     *
     * @param string $subject as it was given to grant()
     *
     * @throws NoSocket\InvalidArgumentException if no grant can have such a subject
     * @throws NoSocket\StorageException         as for emit(); then the grants may still be good
     */
    public function revoke(string $subject): void
    {
    }

    /**
     * The whole of poll.php: reads the current HTTP request and sends the answer, headers and status included.
     *
     * Never throws for what a client or a database does wrong: that becomes a status and an error body, and what
     * the client must not know goes to PHP's error log.
     */
    public function respond(): void
    {
    }

    /**
     * The channels' heads, to be read before the data that a page renders and handed to the page: a client that
     * starts from there misses nothing in between.
     *
     * @param list<string|int> $channels
     *
     * @return array<string|int, array{cursor: int, epoch: string|null}> by channel; a channel without events has
     *                                                                   cursor 0 and no epoch
     *
     * @throws NoSocket\InvalidArgumentException if a name is bad or there are more than `max_channels`
     * @throws NoSocket\StorageException         as for emit()
     */
    public function cursors(array $channels): array
    {
    }

    /**
     * Removes all expired events, spent rate-limiter rows and revocations that are over, in bounded batches, and what
     * killed processes have left among the beacons. Safe at any time.
     *
     * @return int how many events were removed
     *
     * @throws NoSocket\StorageException as for emit()
     */
    public function cleanup(): int
    {
    }

    /**
     * Creates or upgrades the tables. Safe to call again, and by several processes at once. (SQLite does it by itself.)
     *
     * @return int the schema's version
     *
     * @throws NoSocket\StorageException if the database refuses, or holds a schema newer than this extension
     */
    public function install(): int
    {
    }

    /**
     * Gives every channel a new epoch, so that every client resyncs. Part of restoring a backup.
     *
     * @return int how many channels there are
     *
     * @throws NoSocket\StorageException as for emit()
     */
    public function renewEpochs(): int
    {
    }

    /**
     * What a person needs to know when something is wrong; no secrets. Never throws for a database that is down:
     * `connection.error` says what is wrong with it, and `beacons.error` why no beacon can be written.
     *
     * @return array{
     *     version: string,
     *     settings: array<string, string|int|float|bool>,
     *     connection: array{backend: string, state: string, server_version: string|null, schema_version: int|null,
     *         conflicts: int, reconnects: int, error: string|null},
     *     log: array{channels: int, events: int, expired: int}|null,
     *     rate_limiter: array{kind: string, state: string},
     *     head_cache: string,
     *     beacons: array{folder: string, url: string, buckets: int, error: string|null, failures: int,
     *         last_failure: string|null}|null,
     * }
     */
    public function diagnostics(): array
    {
    }
}
