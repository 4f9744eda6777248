<?php

/**
 * What there is to know about this site's NoSocket, line by line, for the settings page, Site Health and the console.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

defined('ABSPATH') || exit;

final class Diagnosis
{
    /** What is wrong, in a sentence for people; null: nothing. */
    public static function problem(): ?string
    {
        $problem = Extension::problem();
        if ($problem !== null) {
            return $problem;
        }
        try {
            $error = Handle::get()->diagnostics()['connection']['error'];
            if ($error === null) {
                // Whoever can connect may still not be able to write.
                Handle::get()->emit(ThinEndpoint::CHANNEL, 'check', null, MINUTE_IN_SECONDS, null, true);
            }
        } catch (\Throwable $fault) {
            $error = $fault->getMessage();
        }
        if ($error !== null) {
            return self::mend((string) $error);
        }
        if (!wp_next_scheduled('nosocket_cleanup')) {
            return __('The hourly removal of expired events is not scheduled. Deactivate the plugin and activate it again.', 'nosocket');
        }
        return null;
    }

    /**
     * @return array<string, array{label: string, value: string}> by a name that programs can use
     */
    public static function lines(): array
    {
        $problem = self::problem();
        $lines = ['state' => self::line(__('Live events', 'nosocket'), $problem ?? __('Everything works.', 'nosocket'))];
        if (Extension::problem() !== null) {
            return $lines;
        }
        try {
            $found = Handle::get()->diagnostics();
        } catch (\Throwable) {
            return $lines;
        }
        $log = $found['log'];
        if ($found['beacons'] !== null) {
            $beacons = ['beacons' => self::line(__('Beacons', 'nosocket'), $found['beacons']['error'] ?? $found['beacons']['folder'])];
        }
        return $lines + [
            'extension' => self::line(__('PHP extension', 'nosocket'), $found['version']),
            'database' => self::line(__('Database', 'nosocket'), (string) ($found['connection']['server_version'] ?? $found['connection']['backend'])),
            'database_from' => self::line(__('Its address is from', 'nosocket'), Settings::onServer('dsn') ? __('php.ini or the environment', 'nosocket') : 'wp-config.php'),
            'prefix' => self::line(__('Table prefix', 'nosocket'), (string) $found['settings']['table_prefix']),
            'secret_from' => self::line(__('The secret is from', 'nosocket'), self::originOfSecret()),
            'log' => self::line(__('Log', 'nosocket'), $log === null ? '–' : sprintf(
                /* translators: 1, 2, 3: numbers */
                __('%1$s channels, %2$s events, %3$s of them expired', 'nosocket'),
                number_format_i18n($log['channels']),
                number_format_i18n($log['events']),
                number_format_i18n($log['expired']),
            )),
            'endpoint' => self::line(__('Browsers poll', 'nosocket'), Assets::endpoint()),
            'limiter' => self::line(__('Rate limiter', 'nosocket'), $found['rate_limiter']['kind'] . ', ' . $found['rate_limiter']['state']),
        ] + ($beacons ?? []);
    }

    /** In WordPress tables are made another way than the extension says. */
    private static function mend(string $error): string
    {
        global $wpdb;
        if (!str_contains($error, 'install()')) {
            return $error;
        }
        return sprintf(
            /* translators: %s: the beginning of tables' names */
            __('Its tables are missing, or some of these names have other columns. Drop the tables whose names begin with %s, if there are any; then deactivate the plugin and activate it again, which makes them.', 'nosocket'),
            "{$wpdb->prefix}nosocket_",
        );
    }

    /**
     * @return array{label: string, value: string}
     */
    private static function line(string $label, string $value): array
    {
        return ['label' => $label, 'value' => $value];
    }

    private static function originOfSecret(): string
    {
        return match (true) {
            Settings::onServer('secret') => __('php.ini or the environment', 'nosocket'),
            Secret::isOwn() => __('this plugin, which made one for this site', 'nosocket'),
            default => 'wp-config.php',
        };
    }
}
