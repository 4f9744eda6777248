<?php

/**
 * Sends a poll's answer, also when there is no extension to write it. Known to poll.php, which runs without WordPress.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

final class PollAnswer
{
    /** @param callable(): void $respond */
    public static function send(callable $respond): void
    {
        try {
            $respond();
        } catch (\Throwable $fault) {
            error_log('NoSocket: ' . $fault->getMessage());
            http_response_code(500);
            header('Content-Type: application/json');
            header('Cache-Control: no-store');
            echo '{"error":"internal error; the server\'s error log says more","code":"internal"}';
        }
    }
}
