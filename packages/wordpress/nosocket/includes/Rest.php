<?php

/**
 * The REST routes nosocket/v1/grant and nosocket/v1/poll.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

defined('ABSPATH') || exit;

final class Rest
{
    private const SPACE = 'nosocket/v1';

    public static function register(): void
    {
        register_rest_route(self::SPACE, '/grant', [
            'methods' => \WP_REST_Server::CREATABLE,
            'callback' => [self::class, 'grant'],
            'permission_callback' => [self::class, 'mayAskForGrant'],
            'args' => [
                'channels' => [
                    'description' => __('Channels to read.', 'nosocket'),
                    'type' => 'array',
                    'items' => ['type' => 'string', 'minLength' => 1, 'maxLength' => 128],
                    'maxItems' => Channels::MAX,
                    'default' => [],
                ],
            ],
        ]);
        register_rest_route(self::SPACE, '/poll', [
            // All of them: another method than POST is answered in the words of the protocol as well.
            'methods' => \WP_REST_Server::ALLMETHODS,
            'callback' => [self::class, 'poll'],
            // The permission is the grant that the request brings along, and the extension checks it.
            'permission_callback' => '__return_true',
        ]);
        add_filter('rest_pre_serve_request', [self::class, 'servePoll'], 10, 3);
    }

    /** With a cookie and its nonce the user is known; without, this is a visitor, who may read what is public. */
    public static function mayAskForGrant(): bool|\WP_Error
    {
        /**
         * Whether visitors who are not logged in get grants (for public channels).
         *
         * @param bool $allowed
         */
        if (is_user_logged_in() || apply_filters('nosocket_visitors', true)) {
            return true;
        }
        return new \WP_Error('nosocket_login_required', __('Log in to follow this site live.', 'nosocket'), ['status' => 401]);
    }

    public static function grant(\WP_REST_Request $request): \WP_REST_Response|\WP_Error
    {
        $user = wp_get_current_user();
        $channels = Channels::authorized((array) $request['channels'], $user);
        try {
            $token = Grants::issue($channels, $user);
        } catch (\Throwable $fault) {
            Log::fault('issue a grant', $fault);
            return new \WP_Error('nosocket_unavailable', __('No grant can be issued at the moment.', 'nosocket'), ['status' => 503]);
        }
        return new \WP_REST_Response(compact('token', 'channels'), 200, ['Cache-Control' => 'no-store']);
    }

    /** The answer is written by servePoll(), when WordPress is about to write one. */
    public static function poll(): \WP_REST_Response
    {
        return new \WP_REST_Response(null, 200);
    }

    /** Lets the extension answer as poll.php does: same statuses, same bytes. */
    public static function servePoll(mixed $served, \WP_HTTP_Response $response, mixed $request): bool
    {
        if ($served || !$request instanceof \WP_REST_Request || $request->get_route() !== '/' . self::SPACE . '/poll') {
            return (bool) $served;
        }
        // What others refuse, such as a site that is closed to visitors, stays refused. Bad JSON is ours to refuse.
        if ($response->get_status() >= 400 && (((array) $response->get_data())['code'] ?? '') !== 'rest_invalid_json') {
            return false;
        }
        // WordPress has listed the route's methods there; the answer to a wrong method has its own.
        header_remove('Allow');
        PollAnswer::send(static fn () => Handle::get()->respond());
        return true;
    }
}
