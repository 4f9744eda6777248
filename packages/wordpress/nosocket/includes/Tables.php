<?php

/**
 * The extension's tables in WordPress's database, by name, for taking them away.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

defined('ABSPATH') || exit;

final class Tables
{
    private const NAMES = ['channels', 'events', 'rate_limits', 'meta', 'revocations', 'since_start'];

    /**
     * @return list<string>
     */
    public static function ofSite(int $site): array
    {
        global $wpdb;
        $prefix = $wpdb->get_blog_prefix($site);
        return array_map(static fn (string $name): string => "{$prefix}nosocket_$name", self::NAMES);
    }

    /**
     * When a network deletes a site.
     *
     * @param array<string> $tables
     *
     * @return array<string>
     */
    public static function addOfSite(array $tables, int $site): array
    {
        return [...$tables, ...self::ofSite($site)];
    }

    /** Takes the current site's away. In another database than WordPress's they stay. */
    public static function drop(): void
    {
        global $wpdb;
        if (!Settings::sharesDatabase()) {
            return;
        }
        foreach (self::ofSite(get_current_blog_id()) as $table) {
            // phpcs:ignore WordPress.DB -- names of our own; there is nothing to cache.
            $wpdb->query("DROP TABLE IF EXISTS `$table`");
        }
    }
}
