<?php

declare(strict_types=1);

namespace Demo;

use PDO;
use RuntimeException;

/**
 * The application's own data, in its own tables of the database that also holds the event log.
 *
 * Every row counts its changes in `version`. Browsers apply a change only if its version is newer than what they show,
 * so it doesn't matter whether they learn of it from their own click, from an event, or from both in any order.
 *
 * @phpstan-type Counter array{value: int, version: int}
 * @phpstan-type Order array{id: int, item: string, customer: string, price: int, state: string, version: int}
 */
final class Store
{
    /** What the shop sells, with prices in cents. */
    public const ITEMS = ['Notebook' => 1250, 'Fountain pen' => 3800, 'Desk lamp' => 6400, 'Tote bag' => 1800];

    public const NEXT_STATE = ['new' => 'paid', 'paid' => 'shipped'];

    private const CUSTOMERS = ['Ada', 'Alan', 'Barbara', 'Donald', 'Edsger', 'Grace', 'Ken', 'Margaret', 'Radia'];

    private const ORDERS_SHOWN = 8;

    private const SCHEMA = <<<'SQL'
        CREATE TABLE IF NOT EXISTS demo_counter (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            value INTEGER NOT NULL,
            version INTEGER NOT NULL
        );
        CREATE TABLE IF NOT EXISTS demo_orders (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            item TEXT NOT NULL,
            customer TEXT NOT NULL,
            price INTEGER NOT NULL,
            state TEXT NOT NULL DEFAULT 'new',
            version INTEGER NOT NULL DEFAULT 1
        );
        INSERT OR IGNORE INTO demo_counter (id, value, version) VALUES (1, 0, 1);
        INSERT OR IGNORE INTO sqlite_sequence (name, seq) SELECT 'demo_orders', 1000
            WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'demo_orders');
        SQL;

    private function __construct(private readonly PDO $database)
    {
    }

    /** Opens the database that the extension is configured for. */
    public static function open(): self
    {
        $dsn = ini_get('nosocket.dsn') ?: getenv('NOSOCKET_DSN') ?: '';
        if (!preg_match('#^sqlite:(?://)?(/?[^/].*)$#D', $dsn, $match)) {
            throw new RuntimeException('The demo\'s tables are in SQLite: set nosocket.dsn to sqlite:/path/to/file.');
        }
        $database = new PDO("sqlite:$match[1]", options: [
            PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
            PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC,
            PDO::ATTR_TIMEOUT => 10,
        ]);
        $tables = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name LIKE 'demo\\_%' ESCAPE '\\'";
        if ($database->query($tables)->fetchColumn() < 2) {
            $database->exec('BEGIN IMMEDIATE');
            $database->exec(self::SCHEMA);
            $database->exec('COMMIT');
        }
        return new self($database);
    }

    /** @return array{counter: Counter, orders: list<Order>} */
    public function state(): array
    {
        $orders = 'SELECT * FROM demo_orders ORDER BY id DESC LIMIT ' . self::ORDERS_SHOWN;
        return [
            'counter' => $this->database->query('SELECT value, version FROM demo_counter')->fetch(),
            'orders' => $this->database->query($orders)->fetchAll(),
        ];
    }

    /** @return Counter */
    public function addToCounter(int $by): array
    {
        return $this->change(
            'UPDATE demo_counter SET value = value + ?, version = version + 1 RETURNING value, version',
            [$by],
        );
    }

    /** @return Counter */
    public function resetCounter(): array
    {
        return $this->change('UPDATE demo_counter SET value = 0, version = version + 1 RETURNING value, version', []);
    }

    /**
     * @param key-of<self::ITEMS> $item
     *
     * @return Order
     */
    public function placeOrder(string $item): array
    {
        $customer = self::CUSTOMERS[array_rand(self::CUSTOMERS)];
        $order = $this->change(
            'INSERT INTO demo_orders (item, customer, price) VALUES (?, ?, ?) RETURNING *',
            [$item, $customer, self::ITEMS[$item]],
        );
        $this->change('DELETE FROM demo_orders WHERE id <= ?', [$order['id'] - 100]);
        return $order;
    }

    /**
     * Moves an order on, unless somebody else was faster.
     *
     * @return Order|null null: it isn't in that state (any more)
     */
    public function advanceOrder(int $id, string $from): ?array
    {
        return $this->change(
            'UPDATE demo_orders SET state = ?, version = version + 1 WHERE id = ? AND state = ? RETURNING *',
            [self::NEXT_STATE[$from], $id, $from],
        );
    }

    /** One statement is one transaction, complete when all its rows are fetched. */
    private function change(string $sql, array $values): ?array
    {
        $statement = $this->database->prepare($sql);
        $statement->execute($values);
        return $statement->fetchAll()[0] ?? null;
    }
}
