<?php

declare(strict_types=1);

namespace NoSocket\Bundle;

use NoSocket\Bundle\Connection\Limits;

/**
 * One event log: what the class `NoSocket` of PHP's extension does, in a form that tests can replace.
 *
 * Every method but limits() throws {@see ExtensionUnusable} if PHP's extension is missing or too old.
 */
interface NoSocketInterface extends PublisherInterface
{
    /**
     * Answers one poll.
     *
     * @param array<string|int, array<string, mixed>> $subscriptions by channel: `cursor`, `replay`, `epoch`
     * @param string                                  $grant         from grant(), or another JWT of the same form
     * @param string|null                             $clientKey     the client's address, for the rate limiter
     *
     * @return string the answer's JSON
     *
     * @throws \NoSocket\Exception whose getErrorCode() is the protocol's `code`
     */
    public function poll(array $subscriptions, #[\SensitiveParameter] string $grant, ?string $clientKey = null): string;

    /**
     * Signs a grant without asking anybody. {@see Grant\GrantIssuer} asks the application's voters first.
     *
     * @param list<string> $channels   names, or prefixes ending in `*`
     * @param string       $subject    whom it is for, 1–255 bytes
     * @param int|null     $ttlSeconds null: the connection's `grant_ttl`
     *
     * @throws \NoSocket\InvalidArgumentException if a channel, the subject or the time is bad, or no secret is set
     */
    public function grant(array $channels, string $subject, ?int $ttlSeconds = null): string;

    /**
     * Takes back every grant of this subject that was issued until now, on all hosts; those issued afterwards are good.
     *
     * @param string $subject as it was given to grant(); of a user, `user:<identifier>`
     *
     * @throws \NoSocket\Exception if no grant can have such a subject, or the database fails
     */
    public function revoke(string $subject): void;

    /**
     * The channels' heads. Read them before the data that a page renders, and nothing falls in between.
     *
     * @param list<string> $channels
     *
     * @return array<string|int, array{cursor: int, epoch: string|null}> by channel
     *
     * @throws \NoSocket\Exception
     */
    public function cursors(array $channels): array;

    /**
     * Removes all expired events.
     *
     * @return int how many
     *
     * @throws \NoSocket\StorageException
     */
    public function cleanup(): int;

    /**
     * Creates or upgrades the tables.
     *
     * @return int the schema's version
     *
     * @throws \NoSocket\StorageException
     */
    public function install(): int;

    /**
     * What a person needs to know when something is wrong; no secrets.
     *
     * @return array<string, mixed> as \NoSocket::diagnostics() describes it
     */
    public function diagnostics(): array;

    /**
     * What requests to this connection may measure.
     */
    public function limits(): Limits;
}
