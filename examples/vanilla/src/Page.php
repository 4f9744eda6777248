<?php

declare(strict_types=1);

namespace Board;

use Throwable;

/**
 * What all pages have in common: their headers, how they are shown, and what happens when one fails.
 */
final class Page
{
    /** @param callable(Session): void $show shows a page or redirects */
    public static function answer(callable $show): void
    {
        header("Content-Security-Policy: default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
        header('X-Content-Type-Options: nosniff');
        header('Referrer-Policy: same-origin');
        header('Cache-Control: no-store');
        try {
            $show(Session::current());
        } catch (Throwable $fault) {
            error_log((string) $fault);
            http_response_code(500);
            // Only the developer's own server tells what is wrong.
            $why = PHP_SAPI === 'cli-server' ? $fault->getMessage() : 'The server\'s error log says what is wrong.';
            self::show('fault', ['why' => $why]);
        }
    }

    /** @param array<string, mixed> $with variables of the template */
    public static function show(string $template, array $with): void
    {
        extract($with);
        $e = static fn (string $text): string => htmlspecialchars($text, ENT_QUOTES | ENT_SUBSTITUTE);
        require __DIR__ . "/templates/$template.php";
    }

    public static function redirect(string $to): void
    {
        header("Location: $to", true, 303);
    }
}
