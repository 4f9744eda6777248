<?php

declare(strict_types=1);

namespace Board;

use PDO;

/**
 * Who may log in.
 *
 * @phpstan-type User array{id: int, name: string}
 */
final class Users
{
    /** So many wrong passwords for one name, or from one address, in so many seconds; then it is closed for a while. */
    private const FAILURES = 10;

    private const WINDOW_SECONDS = 900;

    public function __construct(private readonly PDO $database)
    {
    }

    public static function install(PDO $database): void
    {
        $database->exec('CREATE TABLE IF NOT EXISTS users (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            password_hash TEXT NOT NULL
        )');
        $database->exec('CREATE TABLE IF NOT EXISTS login_failures (who TEXT NOT NULL, at INTEGER NOT NULL)');
        $database->exec('CREATE INDEX IF NOT EXISTS login_failures_who ON login_failures (who, at)');
    }

    /** Adds a user, or sets another password. */
    public function set(string $name, #[\SensitiveParameter] string $password): void
    {
        $statement = $this->database->prepare('INSERT INTO users (name, password_hash) VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET password_hash = excluded.password_hash');
        $statement->execute([$name, password_hash($password, PASSWORD_DEFAULT)]);
    }

    /** @return User|null null: there is no such user, or the password is wrong */
    public function authenticate(string $name, #[\SensitiveParameter] string $password, string $address): ?array
    {
        $who = ["name:$name", "address:$address"];
        foreach ($who as $key) {
            if ($this->failures($key) >= self::FAILURES) {
                throw new Refusal(429, 'Too many wrong passwords. Please try again in a quarter of an hour.');
            }
        }
        $statement = $this->database->prepare('SELECT id, name, password_hash FROM users WHERE name = ?');
        $statement->execute([$name]);
        $user = $statement->fetch() ?: null;
        // A name that nobody has takes as long as a wrong password, so that nobody learns which names there are.
        $hash = $user['password_hash'] ?? password_hash('', PASSWORD_DEFAULT);
        if (!password_verify($password, $hash) || $user === null) {
            $this->remember($who);
            return null;
        }
        if (password_needs_rehash($hash, PASSWORD_DEFAULT)) {
            $this->set($name, $password);
        }
        return ['id' => $user['id'], 'name' => $user['name']];
    }

    /** @return list<User> */
    public function all(): array
    {
        return $this->database->query('SELECT id, name FROM users ORDER BY name')->fetchAll();
    }

    private function failures(string $who): int
    {
        $statement = $this->database->prepare('SELECT COUNT(*) FROM login_failures WHERE who = ? AND at > ?');
        $statement->execute([$who, time() - self::WINDOW_SECONDS]);
        return (int) $statement->fetchColumn();
    }

    /** @param list<string> $who */
    private function remember(array $who): void
    {
        $this->database->prepare('DELETE FROM login_failures WHERE at <= ?')->execute([time() - self::WINDOW_SECONDS]);
        foreach ($who as $key) {
            $this->database->prepare('INSERT INTO login_failures (who, at) VALUES (?, ?)')->execute([$key, time()]);
        }
    }
}
