<?php

/**
 * What grants are signed with: php.ini's or the environment's secret, the constant NOSOCKET_SECRET, or one of our own.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

defined('ABSPATH') || exit;

final class Secret
{
    public const OPTION = 'nosocket_secret';

    /** On a single site it need not pass through here at all. */
    public static function isForTheExtensionToRead(): bool
    {
        return !is_multisite() && Settings::onServer('secret');
    }

    /**
     * The current site's secrets: the first signs, all verify.
     *
     * @return list<string>
     */
    public static function all(): array
    {
        $shared = self::shared();
        if ($shared === []) {
            return [self::own()];
        }
        return is_multisite() ? SiteSecret::derive($shared, get_current_blog_id()) : $shared;
    }

    /** Makes this site's own, if it needs one. Not autoloaded: pages that don't use NoSocket never read it. */
    public static function own(): string
    {
        $secret = get_option(self::OPTION);
        if (!is_string($secret) || $secret === '') {
            $secret = bin2hex(random_bytes(32));
            add_option(self::OPTION, $secret, '', false);
        }
        return $secret;
    }

    /** Whether this site has to make one of its own. */
    public static function isOwn(): bool
    {
        return self::shared() === [];
    }

    /**
     * @return list<string>
     */
    private static function shared(): array
    {
        $configured = Settings::serverValue('secret');
        if ($configured === '' && defined('NOSOCKET_SECRET')) {
            $configured = implode(',', (array) NOSOCKET_SECRET);
        }
        return array_values(array_filter(array_map('trim', explode(',', $configured)), 'strlen'));
    }
}
