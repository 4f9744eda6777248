<?php

declare(strict_types=1);

namespace Demo;

use Throwable;

/**
 * JSON in, JSON out, for the demo's endpoints.
 */
final class Api
{
    /**
     * Answers a POST of this visitor's own page.
     *
     * @param callable(array<mixed>, Visitor): array<mixed> $handle returns the answer, or throws a Refusal
     */
    public static function answer(callable $handle): void
    {
        try {
            if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
                header('Allow: POST');
                throw new Refusal(405, 'Only POST is answered here.');
            }
            $visitor = Visitor::current();
            if (!$visitor->sentThis()) {
                throw new Refusal(403, 'Your session has ended. Please reload the page.');
            }
            $request = json_decode((string) file_get_contents('php://input'), true);
            if (!is_array($request)) {
                throw new Refusal(400, 'The body must be a JSON object.');
            }
            self::send(200, $handle($request, $visitor));
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
