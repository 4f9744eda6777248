<?php

/**
 * The plugin's only autoloaded option: what the settings page sets, and which version has been installed.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

defined('ABSPATH') || exit;

final class Preferences
{
    public const OPTION = 'nosocket';

    /** 0: as the extension or the browser client has it. */
    private const DEFAULTS = [
        'endpoint' => 'rest',
        'normal_interval' => 0,
        'active_interval' => 0,
        'event_ttl' => 0,
        'grant_ttl' => 0,
        'woocommerce' => true,
        'installed' => '',
    ];

    /** What a number may be, besides 0. */
    public const LIMITS = [
        'normal_interval' => [2, 3600],
        'active_interval' => [2, 3600],
        'event_ttl' => [1, 315360000],
        'grant_ttl' => [1, 2678400],
    ];

    public static function get(string $name): string|int|bool
    {
        return self::all()[$name];
    }

    /**
     * @return array<string, string|int|bool>
     */
    public static function all(): array
    {
        return self::clean((array) get_option(self::OPTION, []));
    }

    public static function set(string $name, string|int|bool $value): void
    {
        update_option(self::OPTION, [$name => $value] + self::all(), true);
    }

    /**
     * Whatever comes in, what goes out can be used.
     *
     * @param array<mixed> $values
     *
     * @return array<string, string|int|bool>
     */
    public static function clean(array $values): array
    {
        $values = array_intersect_key($values, self::DEFAULTS) + self::DEFAULTS;
        $clean = [
            'endpoint' => $values['endpoint'] === 'thin' ? 'thin' : 'rest',
            'woocommerce' => (bool) $values['woocommerce'],
            'installed' => is_string($values['installed']) ? sanitize_text_field($values['installed']) : '',
        ];
        foreach (self::LIMITS as $name => [$least, $most]) {
            $number = is_scalar($values[$name]) ? (int) $values[$name] : 0;
            $clean[$name] = $number > 0 ? min(max($number, $least), $most) : 0;
        }
        return $clean;
    }
}
