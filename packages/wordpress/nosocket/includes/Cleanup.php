<?php

/**
 * Removes expired events, once an hour by WP-Cron.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

defined('ABSPATH') || exit;

final class Cleanup
{
    private const HOOK = 'nosocket_cleanup';

    public static function schedule(): void
    {
        if (!wp_next_scheduled(self::HOOK)) {
            wp_schedule_event(time() + HOUR_IN_SECONDS, 'hourly', self::HOOK);
        }
    }

    public static function unschedule(): void
    {
        wp_clear_scheduled_hook(self::HOOK);
    }

    public static function run(): void
    {
        if (Extension::problem() !== null) {
            return;
        }
        try {
            Handle::get()->cleanup();
        } catch (\Throwable $fault) {
            Log::fault('clean up', $fault);
        }
    }
}
