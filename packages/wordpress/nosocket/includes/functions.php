<?php

/**
 * What themes and other plugins call.
 */

declare(strict_types=1);

use NoSocket\WordPress\Assets;
use NoSocket\WordPress\Channels;
use NoSocket\WordPress\Emitter;
use NoSocket\WordPress\Handle;
use NoSocket\WordPress\Tab;

defined('ABSPATH') || exit;

/**
 * Appends an event to a channel of this site. When it returns an event, that is committed.
 *
 * @param string      $channel   1–128 printable ASCII bytes without spaces and `*`
 * @param string      $event     the event's name, by the same rule
 * @param mixed       $payload   anything json_encode() takes
 * @param int|null    $ttl       seconds to keep the event; null: the setting
 * @param string|null $except    id of a browser tab that drops it, such as nosocket_tab()
 * @param bool        $transient the event may vanish without a resync (a typing indicator)
 *
 * @return NoSocket\Event|WP_Error the event with its position as `id`; the error is in PHP's error log as well
 */
function nosocket_emit(
    string $channel,
    string $event,
    mixed $payload = null,
    ?int $ttl = null,
    ?string $except = null,
    bool $transient = false,
): NoSocket\Event|WP_Error {
    return Emitter::emit($channel, $event, $payload, $ttl, $except, $transient);
}

/**
 * The browser tab that sent this request (header X-Socket-ID), or null: to be passed as `$except` of an emit, so that
 * the tab does not hear of what it did itself.
 */
function nosocket_tab(): ?string
{
    return Tab::ofRequest();
}

/**
 * This site's log, for everything else that the extension can do: emitBatch(), cursors(), grant() …
 *
 * @throws RuntimeException if the extension is missing or too old
 */
function nosocket(): NoSocket
{
    return Handle::get();
}

/**
 * Whether a user (default: the current one) may read a channel.
 */
function nosocket_can_read(string $channel, ?WP_User $user = null): bool
{
    return Channels::authorized([$channel], $user ?? wp_get_current_user()) !== [];
}

/**
 * Puts the browser client into this page: `window.nosocket`. The same as wp_enqueue_script('nosocket').
 */
function nosocket_enqueue(): void
{
    Assets::enqueue();
}

/**
 * The same as a script module (WordPress 6.5 and newer; before, the classic script). Modules that depend on "nosocket"
 * can then `import { nosocket } from "nosocket"`.
 */
function nosocket_enqueue_module(): void
{
    Assets::enqueueModule();
}
