<?php

/**
 * poll.php beside this folder: where it is, and whether it reads the same log as this site.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

defined('ABSPATH') || exit;

final class ThinEndpoint
{
    /** Where this plugin tries whether everything works. Nobody is granted it. */
    public const CHANNEL = 'nosocket-check';

    public static function url(): string
    {
        $url = plugins_url('poll.php', FILE);
        return is_multisite() ? add_query_arg('site', get_current_blog_id(), $url) : $url;
    }

    /** Whether browsers are to poll there. A plugin folder on another host would need more than a setting. */
    public static function isChosen(): bool
    {
        return Preferences::get('endpoint') === 'thin'
            && wp_parse_url(self::url(), PHP_URL_HOST) === wp_parse_url(home_url(), PHP_URL_HOST);
    }

    /** The settings that php.ini or the environment still lacks for it. */
    public static function missing(): array
    {
        global $wpdb;
        $missing = array_filter(['dsn', 'secret'], static fn (string $name): bool => !Settings::onServer($name));
        if (Settings::serverValue('table_prefix') !== $wpdb->base_prefix) {
            $missing[] = 'table_prefix';
        }
        return array_map(static fn (string $name): string => "nosocket.$name", $missing);
    }

    /** Why it can't be used, in a sentence; null: it can. Asks it, as a browser would, for the epoch of an event. */
    public static function problem(): ?string
    {
        $missing = self::missing();
        if ($missing !== []) {
            /* translators: %s: names of settings */
            return sprintf(__('poll.php runs without WordPress and finds no %s in php.ini or the environment.', 'nosocket'), implode(', ', $missing));
        }
        try {
            $log = Handle::get();
            $log->emit(self::CHANNEL, 'check', null, MINUTE_IN_SECONDS, null, true);
            $epoch = $log->cursors([self::CHANNEL])[self::CHANNEL]['epoch'];
            $answer = self::poll($log->grant([self::CHANNEL], 'check', MINUTE_IN_SECONDS));
        } catch (\Throwable $fault) {
            return $fault->getMessage();
        }
        if (is_wp_error($answer)) {
            return $answer->get_error_message();
        }
        $body = json_decode(wp_remote_retrieve_body($answer), true);
        if (($body['epochs'][self::CHANNEL] ?? null) === $epoch) {
            return null;
        }
        /* translators: 1: an HTTP status, 2: an address */
        return sprintf(__('HTTP %1$s from %2$s, and it is not this site\'s log that answered.', 'nosocket'), wp_remote_retrieve_response_code($answer), self::url());
    }

    private static function poll(string $grant): array|\WP_Error
    {
        return wp_remote_post(self::url(), [
            'timeout' => 5,
            'redirection' => 0,
            // A local request, for which WordPress lets sites with certificates of their own making say so.
            'sslverify' => apply_filters('https_local_ssl_verify', false),
            'headers' => ['Content-Type' => 'application/json', 'X-NoSocket-Grant' => $grant],
            'body' => (string) wp_json_encode(['subscriptions' => [self::CHANNEL => ['cursor' => null]]]),
        ]);
    }
}
