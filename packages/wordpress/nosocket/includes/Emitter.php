<?php

/**
 * Emits, and never harms the page that does: what fails is written down and returned as WP_Error.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

defined('ABSPATH') || exit;

final class Emitter
{
    public static function emit(
        string $channel,
        string $event,
        mixed $payload = null,
        ?int $ttl = null,
        ?string $except = null,
        bool $transient = false,
    ): \NoSocket\Event|\WP_Error {
        try {
            $emitted = Handle::get()->emit($channel, $event, $payload, $ttl, $except, $transient);
        } catch (\Throwable $fault) {
            Log::fault('emit', $fault);
            $code = $fault instanceof \NoSocket\Exception ? $fault->getErrorCode() : 'unavailable';
            return new \WP_Error("nosocket_$code", $fault->getMessage());
        }
        /**
         * An event has been committed. For logging and metrics.
         *
         * @param \NoSocket\Event $emitted
         */
        do_action('nosocket_emitted', $emitted);
        return $emitted;
    }

    /**
     * do_action('nosocket_emit', $channel, $event, $payload, $ttl, $except, $transient): the last four may be left out.
     */
    public static function onAction(
        mixed $channel,
        mixed $event = '',
        mixed $payload = null,
        mixed $ttl = null,
        mixed $except = null,
        mixed $transient = false,
    ): void {
        // The hook's caller is in the middle of something else, and hears of no exception.
        if (!is_string($channel) || !is_string($event)) {
            Log::fault('emit', new \InvalidArgumentException('the channel and the event must be strings'));
            return;
        }
        self::emit(
            $channel,
            $event,
            $payload,
            is_numeric($ttl) ? (int) $ttl : null,
            is_string($except) ? $except : null,
            (bool) $transient,
        );
    }
}
