<?php

/**
 * Writes down what went wrong, for people and for plugins that watch.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

defined('ABSPATH') || exit;

final class Log
{
    /** @param string $what such as "emit", "clean up" */
    public static function fault(string $what, \Throwable $fault): void
    {
        // phpcs:ignore WordPress.PHP.DevelopmentFunctions.error_log_error_log -- whoever runs the site must learn of it.
        error_log("NoSocket could not $what: {$fault->getMessage()}");
        /**
         * Something failed. For logging and metrics.
         *
         * @param \Throwable $fault
         * @param string     $what
         */
        do_action('nosocket_fault', $fault, $what);
    }
}
