<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Http;

use Psr\Log\LoggerInterface;
use Symfony\Component\HttpFoundation\JsonResponse;

/**
 * The protocol's answers: the only place that knows status codes.
 */
final class Answer
{
    private const STATUS = [
        'invalid_request' => 400,
        'grant_missing' => 403,
        'grant_invalid' => 403,
        'grant_expired' => 403,
        'grant_revoked' => 403,
        'forbidden' => 403,
        'method_not_allowed' => 405,
        'too_large' => 413,
        'rate_limited' => 429,
        'unavailable' => 503,
    ];
    private const PRIVATE = [
        'unavailable' => 'the event log is not available at the moment; try again later',
        'internal' => 'internal error; the server\'s error log says more',
    ];
    private const UNAVAILABLE_SECONDS = 5;

    public static function json(string $json): JsonResponse
    {
        return self::respond($json, 200);
    }

    /**
     * @param array<string, mixed> $fields beside `error` and `code`
     */
    public static function refused(string $code, string $message, array $fields = []): JsonResponse
    {
        $body = ['error' => $message, 'code' => $code] + $fields;
        $response = self::respond(
            \json_encode($body, \JSON_THROW_ON_ERROR | \JSON_INVALID_UTF8_SUBSTITUTE | \JSON_UNESCAPED_SLASHES),
            self::STATUS[$code] ?? 500,
        );
        if ($code === 'method_not_allowed') {
            $response->headers->set('Allow', 'POST');
        }

        return $response;
    }

    /**
     * The answer to a fault. What concerns the server goes into the log, and not to the client.
     */
    public static function fault(\Throwable $fault, ?LoggerInterface $logger): JsonResponse
    {
        if ($fault instanceof Refusal) {
            return self::refused($fault->errorCode, $fault->getMessage());
        }
        $code = $fault instanceof \NoSocket\Exception ? $fault->getErrorCode() : 'internal';
        $code = isset(self::STATUS[$code]) ? $code : 'internal';
        $private = self::PRIVATE[$code] ?? null;
        if ($private !== null) {
            $logger?->error('NoSocket: {message}', ['message' => $fault->getMessage(), 'exception' => $fault]);
        }
        $response = self::refused($code, $private ?? $fault->getMessage());
        if ($fault instanceof \NoSocket\RateLimitException) {
            $response->headers->set('Retry-After', (string) $fault->getRetryAfter());
        } elseif ($code === 'unavailable') {
            $response->headers->set('Retry-After', (string) self::UNAVAILABLE_SECONDS);
        }

        return $response;
    }

    private static function respond(string $json, int $status): JsonResponse
    {
        return new JsonResponse($json, $status, [
            'Cache-Control' => 'no-store',
            'X-Content-Type-Options' => 'nosniff',
        ], true);
    }
}
