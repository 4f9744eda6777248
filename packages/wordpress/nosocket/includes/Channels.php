<?php

/**
 * Who may read what. Nobody, unless a channel is public by its name or a filter says so.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

defined('ABSPATH') || exit;

final class Channels
{
    /** Channels that everybody may read, logged in or not. */
    public const PUBLIC_PREFIX = 'public:';

    /** As many as a poll may ask for. */
    public const MAX = 100;

    /**
     * Those of the requested channels that this user may read.
     *
     * @param array<mixed> $requested
     *
     * @return list<string>
     */
    public static function authorized(array $requested, \WP_User $user): array
    {
        $requested = array_values(array_unique(array_filter($requested, [self::class, 'isName'])));
        /**
         * Says which channels a user may read. Add to the list; what is not in it stays forbidden.
         *
         * @param list<string> $authorized names, or prefixes ending in `*`; at first the public ones
         * @param list<string> $requested  what the browser asks for
         * @param \WP_User     $user       with ID 0 for a visitor who is not logged in
         */
        $authorized = apply_filters('nosocket_authorized_channels', [self::PUBLIC_PREFIX . '*'], $requested, $user);
        $patterns = array_filter((array) $authorized, 'is_string');
        return array_values(array_filter($requested, static fn (string $channel): bool => self::matches($channel, $patterns)));
    }

    public static function isPublic(string $channel): bool
    {
        return str_starts_with($channel, self::PUBLIC_PREFIX);
    }

    /** Whether it can be the name of a channel at all. */
    public static function isName(mixed $name): bool
    {
        return is_string($name) && preg_match('/^[!-)+-~]{1,128}$/D', $name) === 1;
    }

    /**
     * @param array<string> $patterns
     */
    private static function matches(string $channel, array $patterns): bool
    {
        foreach ($patterns as $pattern) {
            if ($pattern === $channel) {
                return true;
            }
            if (str_ends_with($pattern, '*') && str_starts_with($channel, substr($pattern, 0, -1))) {
                return true;
            }
        }
        return false;
    }
}
