<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Connection;

use NoSocket\Bundle\ExtensionUnusable;

/**
 * Whether PHP's extension can be used, and what to do if not.
 */
final class NativeExtension
{
    /** The oldest version of the extension that this bundle works with. */
    public const AT_LEAST = '0.1.0';

    /**
     * @throws ExtensionUnusable if it cannot be used
     */
    public static function check(): void
    {
        $fault = self::fault(\class_exists('NoSocket', false) ? \NoSocket::VERSION : null);
        if ($fault !== null) {
            throw new ExtensionUnusable($fault);
        }
    }

    /**
     * What is wrong with this version, in a sentence with the mend.
     *
     * @param string|null $version null: the extension is not loaded
     */
    public static function fault(?string $version): ?string
    {
        $mend = \sprintf(
            'Install version %s or newer and put "extension=nosocket" into the php.ini of the web server\'s PHP and of'
            . ' the command line\'s (this PHP, %s, reads %s), then restart PHP-FPM.',
            self::AT_LEAST,
            \PHP_SAPI,
            \php_ini_loaded_file() ?: 'no php.ini',
        );
        if ($version === null) {
            return 'The PHP extension "nosocket" is not loaded. ' . $mend;
        }
        if (\version_compare($version, self::AT_LEAST, '<')) {
            return "The PHP extension \"nosocket\" is too old: it is version $version. $mend";
        }

        return null;
    }
}
