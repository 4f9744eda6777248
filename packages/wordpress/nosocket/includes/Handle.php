<?php

/**
 * The current site's log. Making one connects nothing; the first call that needs the database does.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

defined('ABSPATH') || exit;

final class Handle
{
    /** @var array<int, \NoSocket> by site */
    private static array $handles = [];

    /**
     * @throws \RuntimeException if the extension is missing or too old
     * @throws \NoSocket\InvalidArgumentException if a setting is bad
     */
    public static function get(): \NoSocket
    {
        $problem = Extension::problem();
        if ($problem !== null) {
            throw new \RuntimeException($problem);
        }
        return self::$handles[get_current_blog_id()] ??= new \NoSocket(Settings::options());
    }

    /** After a change of settings. */
    public static function forget(): void
    {
        self::$handles = [];
    }
}
