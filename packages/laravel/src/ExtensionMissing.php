<?php

declare(strict_types=1);

namespace NoSocket\Laravel;

use RuntimeException;

/**
 * PHP runs without the extension, or with one that is too old for this package. The message says what to do.
 */
final class ExtensionMissing extends RuntimeException
{
    /** The oldest version of the extension that this package works with. */
    public const AT_LEAST = '0.1.0';

    /**
     * @throws self if the extension can't be used
     */
    public static function check(): void
    {
        $installed = phpversion('nosocket');
        if ($installed === false) {
            throw new self(sprintf(
                'The PHP extension "nosocket" is not loaded. Install it, add "extension=nosocket" to %s, and restart'
                . ' PHP. (Is it there for another PHP? This is PHP %s, %s.)',
                php_ini_loaded_file() ?: 'php.ini',
                PHP_VERSION,
                PHP_SAPI,
            ));
        }
        if (version_compare($installed, self::AT_LEAST, '<')) {
            throw new self(sprintf(
                'The PHP extension "nosocket" is version %s, and nosocket/laravel needs %s or newer. Update the'
                . ' extension and restart PHP.',
                $installed,
                self::AT_LEAST,
            ));
        }
    }
}
