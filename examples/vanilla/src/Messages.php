<?php

declare(strict_types=1);

namespace Board;

use PDO;

/**
 * What people have written: to everybody, or to one other user.
 *
 * @phpstan-type Message array{id: int, from: string, to: string|null, text: string}
 */
final class Messages
{
    private const SHOWN = 50;

    private const SELECT = 'SELECT messages.id, sender.name AS "from", receiver.name AS "to", messages.text
        FROM messages
        JOIN users AS sender ON sender.id = messages.sender
        LEFT JOIN users AS receiver ON receiver.id = messages.receiver';

    public function __construct(private readonly PDO $database)
    {
    }

    public static function install(PDO $database): void
    {
        $database->exec('CREATE TABLE IF NOT EXISTS messages (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            sender INTEGER NOT NULL REFERENCES users (id),
            receiver INTEGER REFERENCES users (id),
            text TEXT NOT NULL
        )');
    }

    /** @return list<Message> what this user may read, newest first */
    public function latest(int $user): array
    {
        $mine = 'WHERE receiver IS NULL OR receiver = :user OR sender = :user ORDER BY messages.id DESC LIMIT ' . self::SHOWN;
        $statement = $this->database->prepare(self::SELECT . " $mine");
        $statement->execute(['user' => $user]);
        return $statement->fetchAll();
    }

    /**
     * @param int|null $receiver null: everybody
     *
     * @return Message
     */
    public function add(int $sender, ?int $receiver, string $text): array
    {
        $insert = $this->database->prepare('INSERT INTO messages (sender, receiver, text) VALUES (?, ?, ?)');
        $insert->execute([$sender, $receiver, $text]);
        $statement = $this->database->prepare(self::SELECT . ' WHERE messages.id = ?');
        $statement->execute([(int) $this->database->lastInsertId()]);
        return $statement->fetch();
    }
}
