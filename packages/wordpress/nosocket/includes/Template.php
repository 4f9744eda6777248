<?php

/**
 * HTML with {fields}, filled with an event's payload. The same rules stand in the client's live.js.
 */

declare(strict_types=1);

namespace NoSocket\WordPress;

defined('ABSPATH') || exit;

final class Template
{
    private const FIELD = '/\{([\w-]+(?:\.[\w-]+)*)\}/';

    public static function isOne(string $content): bool
    {
        return preg_match(self::FIELD, $content) === 1;
    }

    /** Fields are replaced where text stands, never in a tag, and only by text. */
    public static function fill(string $template, mixed $payload): string
    {
        $filled = array_map(
            static fn (string $part): string => str_starts_with($part, '<') ? $part : (string) preg_replace_callback(
                self::FIELD,
                static fn (array $match): string => esc_html(self::text($payload, $match[1])),
                $part,
            ),
            wp_html_split($template),
        );
        return implode('', $filled);
    }

    /** A value in the payload as text; what is not there or no single value is empty. */
    public static function text(mixed $payload, string $field): string
    {
        foreach ($field === '' ? [] : explode('.', $field) as $name) {
            $payload = is_array($payload) ? $payload[$name] ?? null : null;
        }
        return match (true) {
            is_bool($payload) => $payload ? 'true' : 'false',
            is_scalar($payload) => (string) $payload,
            default => '',
        };
    }
}
