<?php

declare(strict_types=1);

namespace Board;

use NoSocket;

/**
 * Which channels there are, and who may read them. The only place that decides it.
 */
final class Channels
{
    /** What everybody who is logged in may read. */
    public const BOARD = 'board';

    /** What only this user may read. */
    public static function of(int $user): string
    {
        return "user:$user";
    }

    /** @return list<string> */
    public static function readableBy(int $user): array
    {
        return [self::BOARD, self::of($user)];
    }

    /**
     * Signs a grant for all channels of a user. It stays good until it ends, also after a logout: keep `grant_ttl` as
     * short as that may be.
     */
    public static function grant(NoSocket $nosocket, int $user): string
    {
        return $nosocket->grant(self::readableBy($user), "user:$user");
    }
}
