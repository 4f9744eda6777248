<?php

/**
 * Whether the PHP extension is there and new enough; and if not, what to do.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

defined('ABSPATH') || exit;

final class Extension
{
    /** What is wrong with it, in a sentence for people; null: nothing. */
    public static function problem(): ?string
    {
        if (!class_exists('NoSocket', false)) {
            return sprintf(
                /* translators: 1: PHP version, 2: kind of PHP such as fpm-fcgi, 3: a file's path */
                __('The PHP extension “nosocket” is not loaded in PHP %1$s (%2$s). Install it, add the line “extension=nosocket” to %3$s, and restart PHP.', 'nosocket'),
                PHP_VERSION,
                PHP_SAPI,
                php_ini_loaded_file() ?: 'php.ini',
            );
        }
        if (version_compare(self::version(), EXTENSION_AT_LEAST, '<')) {
            return sprintf(
                /* translators: 1: a version, 2: a version */
                __('The PHP extension “nosocket” is version %1$s, and this plugin needs %2$s or newer. Update the extension and restart PHP.', 'nosocket'),
                self::version(),
                EXTENSION_AT_LEAST,
            );
        }
        return null;
    }

    /** Its version; "0" if it has none. */
    public static function version(): string
    {
        return defined('NoSocket::VERSION') ? (string) constant('NoSocket::VERSION') : '0';
    }
}
