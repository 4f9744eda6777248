<?php

declare(strict_types=1);

namespace Board;

/**
 * Who is logged in, and whether a request comes from our own pages.
 */
final class Session
{
    /** Whoever had no page open for so long has to log in again. (An open page renews its grant from time to time.) */
    private const IDLE_SECONDS = 7200;

    private function __construct(public readonly ?int $userId, public readonly ?string $userName, public readonly string $csrfToken)
    {
    }

    /** The session of this request, which is not kept locked: a visitor's requests need not wait for each other. */
    public static function current(): self
    {
        self::open();
        if (time() - ($_SESSION['seen'] ?? 0) > self::IDLE_SECONDS) {
            $_SESSION = [];
        }
        $_SESSION['seen'] = time();
        $_SESSION['csrf'] ??= bin2hex(random_bytes(32));
        session_write_close();
        return new self($_SESSION['user']['id'] ?? null, $_SESSION['user']['name'] ?? null, $_SESSION['csrf']);
    }

    /** @param array{id: int, name: string} $user */
    public static function logIn(array $user): void
    {
        self::begin(['user' => $user]);
    }

    public static function logOut(): void
    {
        self::begin([]);
    }

    /** Whether this is the token that our pages send, in a header or in a form. */
    public function sentThis(): bool
    {
        $sent = $_SERVER['HTTP_X_CSRF_TOKEN'] ?? $_POST['csrf'] ?? null;
        return is_string($sent) && hash_equals($this->csrfToken, $sent);
    }

    /**
     * A new session with another id and another token, so that what somebody knew of the old one is worth nothing.
     *
     * @param array<string, mixed> $data
     */
    private static function begin(array $data): void
    {
        self::open();
        session_regenerate_id(true);
        $_SESSION = $data + ['seen' => time(), 'csrf' => bin2hex(random_bytes(32))];
        session_write_close();
    }

    private static function open(): void
    {
        session_name('board');
        session_start([
            'gc_maxlifetime' => self::IDLE_SECONDS,
            'use_strict_mode' => true,
            'use_only_cookies' => true,
            'cookie_httponly' => true,
            'cookie_samesite' => 'Lax',
            'cookie_secure' => !empty($_SERVER['HTTPS']) && $_SERVER['HTTPS'] !== 'off',
        ]);
    }
}
