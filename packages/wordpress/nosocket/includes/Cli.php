<?php

/**
 * `wp nosocket …`, for WP-CLI.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

defined('ABSPATH') || exit;

final class Cli
{
    /**
     * Says what state NoSocket is in; ends with an error if something is wrong.
     */
    public function doctor(): void
    {
        foreach (Diagnosis::lines() as ['label' => $label, 'value' => $value]) {
            \WP_CLI::line("$label: $value");
        }
        $problem = Diagnosis::problem();
        $problem === null ? \WP_CLI::success('NoSocket works.') : \WP_CLI::error($problem);
    }

    /**
     * Makes or upgrades the tables of this site.
     */
    public function install(): void
    {
        \WP_CLI::success('Schema version ' . Handle::get()->install() . '.');
    }

    /**
     * Removes expired events.
     */
    public function cleanup(): void
    {
        \WP_CLI::success(Handle::get()->cleanup() . ' events removed.');
    }

    /**
     * Emits an event.
     *
     * ## OPTIONS
     *
     * <channel>
     * : Such as public:news.
     *
     * <event>
     * : Its name.
     *
     * [<payload>]
     * : JSON.
     *
     * @param list<string> $arguments
     */
    public function emit(array $arguments): void
    {
        $payload = isset($arguments[2]) ? json_decode($arguments[2], true, 512, JSON_THROW_ON_ERROR) : null;
        $event = Handle::get()->emit($arguments[0], $arguments[1], $payload);
        \WP_CLI::success("$event->channel $event->id.");
    }
}
