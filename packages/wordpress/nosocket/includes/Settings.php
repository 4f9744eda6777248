<?php

/**
 * The extension's settings for the current site: php.ini and the environment where they have them, wp-config.php else.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

defined('ABSPATH') || exit;

final class Settings
{
    /**
     * What goes into `new NoSocket()`; what is missing here, the extension reads itself.
     *
     * @return array<string, mixed>
     */
    public static function options(): array
    {
        /**
         * Changes settings of the extension, such as `dsn`. What polls by poll.php does not see them.
         *
         * @param array<string, mixed> $options
         */
        return (array) apply_filters('nosocket_options', self::secret() + self::database() + self::tables() + self::lifetimes());
    }

    /** Whether php.ini or the environment has a setting. */
    public static function onServer(string $setting): bool
    {
        return self::serverValue($setting) !== '';
    }

    public static function serverValue(string $setting): string
    {
        $variable = ['user' => 'NOSOCKET_DB_USER', 'password' => 'NOSOCKET_DB_PASSWORD'][$setting]
            ?? 'NOSOCKET_' . strtoupper($setting);
        return (string) (ini_get("nosocket.$setting") ?: getenv($variable));
    }

    /** Whether the tables are in WordPress's own database. */
    public static function sharesDatabase(): bool
    {
        return !self::usesSqlite() && (self::options()['dsn'] ?? null) === self::dsn();
    }

    /** Where a server listens that wp-config.php's DB_HOST names, read as WordPress's own connection reads it. */
    public static function dsn(): string
    {
        return self::dsnOf(DB_HOST, DB_NAME);
    }

    private static function dsnOf(string $address, string $name): string
    {
        global $wpdb;
        [$host, $port, $socket] = $wpdb->parse_db_host($address) ?: [$address, null, null];
        $host = (string) $host === '' ? 'localhost' : (string) $host;
        if ($host === 'localhost') {
            // mysqli takes a socket for this name, whatever port stands beside it.
            $socket = $socket ?: (string) ini_get('mysqli.default_socket');
            $port = null;
        }
        $place = $socket ? "unix_socket=$socket" : "host=$host" . ($port ? ";port=$port" : '');
        return "mysql:$place;dbname=$name";
    }

    /**
     * @return array<string, mixed>
     */
    private static function secret(): array
    {
        return Secret::isForTheExtensionToRead() ? [] : ['secret' => Secret::all()];
    }

    /**
     * @return array<string, mixed>
     */
    private static function database(): array
    {
        if (self::onServer('dsn') || self::usesSqlite()) {
            return [];
        }
        // Hosts count connections: this one is let go when the request ends, as WordPress lets go of its own.
        $kept = self::onServer('persistent') ? [] : ['persistent' => false];
        return ['dsn' => self::dsn(), 'user' => DB_USER, 'password' => DB_PASSWORD] + $kept;
    }

    /**
     * @return array<string, mixed>
     */
    private static function tables(): array
    {
        global $wpdb;
        return !is_multisite() && self::onServer('table_prefix') ? [] : ['table_prefix' => $wpdb->prefix];
    }

    /**
     * @return array<string, int>
     */
    private static function lifetimes(): array
    {
        return array_filter([
            'event_ttl' => (int) Preferences::get('event_ttl'),
            'grant_ttl' => (int) Preferences::get('grant_ttl'),
        ]);
    }

    /** Whether the SQLite drop-in stands in for MySQL; then php.ini says where the log is. */
    private static function usesSqlite(): bool
    {
        return defined('DB_ENGINE') && DB_ENGINE === 'sqlite' || defined('SQLITE_DB_DROPIN_VERSION');
    }
}
