<?php

declare(strict_types=1);

namespace Board;

use Throwable;

/**
 * JSON in, JSON out, for what the page's script asks.
 */
final class Api
{
    /**
     * Answers a POST that our own page sends for a user who is logged in.
     *
     * @param callable(array<mixed>, int): array<mixed> $handle gets the request and the user's id
     */
    public static function answer(callable $handle): void
    {
        try {
            if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
                header('Allow: POST');
                throw new Refusal(405, 'Only POST is answered here.');
            }
            $session = Session::current();
            if ($session->userId === null) {
                throw new Refusal(401, 'You are logged out.');
            }
            if (!$session->sentThis()) {
                throw new Refusal(403, 'This did not come from our page. Please reload it.');
            }
            $request = json_decode((string) file_get_contents('php://input'), true);
            if (!is_array($request)) {
                throw new Refusal(400, 'The body must be a JSON object.');
            }
            self::send(200, $handle($request, $session->userId));
        } catch (Refusal $refusal) {
            self::send($refusal->getCode(), ['error' => $refusal->getMessage()]);
        } catch (Throwable $fault) {
            error_log((string) $fault);
            self::send(500, ['error' => 'Something went wrong. The server\'s error log says more.']);
        }
    }

    /** @param array<mixed> $body */
    private static function send(int $status, array $body): void
    {
        http_response_code($status);
        header('Content-Type: application/json');
        header('Cache-Control: no-store');
        echo json_encode($body, JSON_THROW_ON_ERROR);
    }
}
