<?php

/**
 * The browser client, as a classic script and as a module, and what it has to know about this page.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

defined('ABSPATH') || exit;

final class Assets
{
    public const HANDLE = 'nosocket';

    private static bool $configured = false;

    public static function register(): void
    {
        wp_register_script(self::HANDLE, self::file('nosocket'), [], VERSION, true);
        if (function_exists('wp_register_script_module')) {
            wp_register_script_module(self::HANDLE, self::file('nosocket.module'), [], VERSION);
        }
        add_filter('script_loader_tag', [self::class, 'addConfiguration'], 10, 2);
    }

    public static function enqueue(): void
    {
        wp_enqueue_script(self::HANDLE);
    }

    public static function enqueueModule(): void
    {
        if (!function_exists('wp_enqueue_script_module')) {
            self::enqueue();
            return;
        }
        wp_enqueue_script_module(self::HANDLE);
        add_action('wp_footer', [self::class, 'printConfiguration'], 1);
        add_action('admin_footer', [self::class, 'printConfiguration'], 1);
    }

    /** Puts the configuration before the script, wherever that is printed; nothing is computed on other pages. */
    public static function addConfiguration(string $tag, string $handle): string
    {
        return $handle === self::HANDLE ? self::configurationOnce() . $tag : $tag;
    }

    public static function printConfiguration(): void
    {
        // phpcs:ignore WordPress.Security.EscapeOutput -- JSON in which no tag can end.
        echo self::configurationOnce();
    }

    /** Where browsers poll. */
    public static function endpoint(): string
    {
        return ThinEndpoint::isChosen() ? ThinEndpoint::url() : rest_url('nosocket/v1/poll');
    }

    private static function configurationOnce(): string
    {
        if (self::$configured) {
            return '';
        }
        self::$configured = true;
        $json = wp_json_encode(self::configuration(), JSON_HEX_TAG | JSON_HEX_AMP | JSON_UNESCAPED_SLASHES);
        return "<script type=\"application/json\" id=\"nosocket-configuration\">$json</script>\n";
    }

    /**
     * @return array<string, mixed>
     */
    private static function configuration(): array
    {
        $intervals = array_filter([
            'normalInterval' => 1000 * (int) Preferences::get('normal_interval'),
            'activeInterval' => 1000 * (int) Preferences::get('active_interval'),
        ]);
        return [
            'grant' => rest_url('nosocket/v1/grant'),
            'nonce' => is_user_logged_in() ? wp_create_nonce('wp_rest') : null,
            'renewal' => admin_url('admin-ajax.php?action=rest-nonce'),
            'throughRest' => !ThinEndpoint::isChosen(),
            /**
             * Changes options of the browser client, such as `debug` and the intervals.
             *
             * @param array<string, mixed> $options
             */
            'client' => apply_filters('nosocket_client_options', [
                'endpoint' => self::endpoint(),
                // Tabs of one user on one site share their polls; two sites may share a host.
                'namespace' => sprintf('%s:user-%d', substr(md5(home_url('/')), 0, 8), get_current_user_id()),
            ] + $intervals),
        ];
    }

    private static function file(string $name): string
    {
        $suffix = defined('SCRIPT_DEBUG') && SCRIPT_DEBUG ? '' : '.min';
        return plugins_url("assets/$name$suffix.js", FILE);
    }
}
