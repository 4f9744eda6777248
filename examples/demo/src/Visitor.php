<?php

declare(strict_types=1);

namespace Demo;

/**
 * Who is asking. The demo knows nobody by name: a session with a random id stands for your application's login.
 */
final class Visitor
{
    /** What everyone may read here. Your application decides this by user. */
    public const CHANNELS = ['demo:counter', 'demo:orders'];

    private function __construct(public readonly string $id, public readonly string $csrfToken)
    {
    }

    public static function current(): self
    {
        session_name('nosocket_demo');
        session_start(['cookie_httponly' => true, 'cookie_samesite' => 'Lax', 'use_strict_mode' => true]);
        $_SESSION['id'] ??= bin2hex(random_bytes(8));
        $_SESSION['csrf'] ??= bin2hex(random_bytes(16));
        $visitor = new self($_SESSION['id'], $_SESSION['csrf']);
        // The session's lock would make this visitor's requests wait for each other.
        session_write_close();
        return $visitor;
    }

    public function sentThis(): bool
    {
        return hash_equals($this->csrfToken, $_SERVER['HTTP_X_CSRF_TOKEN'] ?? '');
    }

    public function grant(\NoSocket $nosocket): string
    {
        return $nosocket->grant(self::CHANNELS, "visitor:$this->id");
    }
}
