<?php

/**
 * Activation, upgrade, deactivation and uninstallation, on one site or on all sites of a network.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

defined('ABSPATH') || exit;

final class Lifecycle
{
    /** Says why the tables could not be made, for as long as that is not tried again. */
    public const FAILURE = 'nosocket_install_failure';

    private const TRY_AGAIN_AFTER = 5 * MINUTE_IN_SECONDS;

    public static function activate(bool $networkWide): void
    {
        self::onSites($networkWide, [self::class, 'install']);
    }

    public static function deactivate(bool $networkWide): void
    {
        self::onSites($networkWide, [Cleanup::class, 'unschedule']);
    }

    /** A site that is added to a network on which the plugin is active. */
    public static function siteCreated(\WP_Site $site): void
    {
        if (!function_exists('is_plugin_active_for_network')) {
            require_once ABSPATH . 'wp-admin/includes/plugin.php';
        }
        if (is_plugin_active_for_network(plugin_basename(FILE))) {
            self::on((int) $site->id, [self::class, 'install']);
        }
    }

    /** After an update of the plugin or the extension, and where activation could not do all: on the next admin page. */
    public static function upgrade(): void
    {
        if (Preferences::get('installed') !== self::current() && get_transient(self::FAILURE) === false) {
            self::install();
        }
    }

    /** Makes or upgrades what the current site needs. May be repeated. */
    public static function install(): void
    {
        Cleanup::schedule();
        // Without the extension there is nothing to make yet; a notice says so.
        if (Extension::problem() !== null) {
            return;
        }
        try {
            if (Secret::isOwn()) {
                Secret::own();
            }
            Handle::get()->install();
        } catch (\Throwable $fault) {
            Log::fault('make its tables', $fault);
            set_transient(self::FAILURE, $fault->getMessage(), self::TRY_AGAIN_AFTER);
            return;
        }
        delete_transient(self::FAILURE);
        Preferences::set('installed', self::current());
    }

    /** Leaves nothing behind, on any site. */
    public static function uninstall(): void
    {
        self::onSites(is_multisite(), static function (): void {
            Cleanup::unschedule();
            Tables::drop();
            delete_transient(self::FAILURE);
            delete_option(Secret::OPTION);
            delete_option(Preferences::OPTION);
        });
    }

    /** What an installation is good for. */
    private static function current(): string
    {
        return VERSION . '/' . Extension::version();
    }

    /** @param callable(): void $work */
    private static function onSites(bool $all, callable $work): void
    {
        if (!$all || !is_multisite()) {
            $work();
            return;
        }
        foreach (get_sites(['fields' => 'ids', 'number' => 0]) as $site) {
            self::on((int) $site, $work);
        }
    }

    /** @param callable(): void $work */
    private static function on(int $site, callable $work): void
    {
        switch_to_blog($site);
        try {
            $work();
        } finally {
            restore_current_blog();
        }
    }
}
