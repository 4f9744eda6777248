<?php

/**
 * Tells those who can mend it that the extension is missing, or that the tables could not be made.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

defined('ABSPATH') || exit;

final class Notice
{
    private const SCREENS = ['dashboard', 'plugins', SettingsPage::SCREEN];

    public static function show(): void
    {
        $screen = get_current_screen();
        $id = $screen === null ? '' : preg_replace('/-network$/D', '', $screen->id);
        if (!current_user_can('activate_plugins') || !in_array($id, self::SCREENS, true)) {
            return;
        }
        $problem = Extension::problem() ?? self::failure();
        if ($problem !== null) {
            printf(
                '<div class="notice notice-error"><p><strong>%s</strong> %s</p><p>%s</p></div>',
                esc_html__('NoSocket:', 'nosocket'),
                esc_html($problem),
                esc_html__('Until then nothing is delivered live; the site works as without the plugin.', 'nosocket'),
            );
        }
    }

    private static function failure(): ?string
    {
        if (Preferences::get('installed') !== '') {
            return null;
        }
        $failure = get_transient(Lifecycle::FAILURE);
        return is_string($failure) ? $failure : null;
    }
}
