<?php

declare(strict_types=1);

namespace App;

use PDO;

/**
 * The orders, in the database that php.ini names for the events.
 */
final class Orders
{
    private ?PDO $database = null;

    /**
     * @return list<array{id: int, article: string, customer: string}> newest first
     */
    public function latest(): array
    {
        return $this->database()->query('SELECT id, article, customer FROM orders ORDER BY id DESC LIMIT 20')
            ->fetchAll(PDO::FETCH_ASSOC);
    }

    /**
     * @return array{id: int, article: string, customer: string}
     */
    public function place(string $article, string $customer): array
    {
        $database = $this->database();
        $database->prepare('INSERT INTO orders (article, customer) VALUES (?, ?)')->execute([$article, $customer]);

        return ['id' => (int) $database->lastInsertId(), 'article' => $article, 'customer' => $customer];
    }

    private function database(): PDO
    {
        if ($this->database === null) {
            $dsn = (string) \ini_get('nosocket.dsn');
            $counts = \str_starts_with($dsn, 'mysql:') ? 'AUTO_INCREMENT' : '';
            $this->database = new PDO($dsn, \ini_get('nosocket.user') ?: null, \ini_get('nosocket.password') ?: null);
            $this->database->exec(
                "CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY $counts, article TEXT, customer TEXT)",
            );
        }

        return $this->database;
    }
}
