<?php

/**
 * Issues grants: what a user may read now, signed, for as long as the setting says.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

defined('ABSPATH') || exit;

final class Grants
{
    /**
     * A grant for these channels, which the user may read, and for all public ones.
     *
     * @param list<string> $channels
     */
    public static function issue(array $channels, \WP_User $user): string
    {
        $private = array_filter($channels, static fn (string $channel): bool => !Channels::isPublic($channel));
        /**
         * Changes for how long a user's grant is good. Someone who logs out reads on until then.
         *
         * @param int|null $seconds null: the setting
         * @param \WP_User $user
         */
        $seconds = apply_filters('nosocket_grant_ttl', null, $user);
        return Handle::get()->grant(
            [Channels::PUBLIC_PREFIX . '*', ...array_values($private)],
            // Visitors behind one proxy or office have one address: the rate limiter must tell them apart.
            $user->ID > 0 ? "user:$user->ID" : 'visitor:' . bin2hex(random_bytes(8)),
            $seconds === null ? null : (int) $seconds,
        );
    }
}
