<?php

declare(strict_types=1);

namespace Demo;

use PDO;
use PDOStatement;
use Throwable;

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

    private const ORDERS_KEPT = 100;

    private function __construct(private readonly PDO $database)
    {
    }

    /** Opens the database that the extension is configured for. */
    public static function open(): self
    {
        $database = Database::connect();
        // As with the log's tables: a file gets them by itself, a server once, from install.php.
        if ($database->getAttribute(PDO::ATTR_DRIVER_NAME) === 'sqlite') {
            Schema::install($database);
        }
        return new self($database);
    }

    /** The database's name, for people. */
    public function databaseName(): string
    {
        return Database::name($this->database);
    }

    /** @return array{counter: Counter, orders: list<Order>} */
    public function state(): array
    {
        $orders = 'SELECT * FROM demo_orders ORDER BY id DESC LIMIT ' . self::ORDERS_SHOWN;
        return ['counter' => $this->number('counter'), 'orders' => $this->run($orders)->fetchAll()];
    }

    /** @return Counter */
    public function addToCounter(int $by): array
    {
        return $this->transaction(fn (): array => $this->count('counter', $by));
    }

    /** @return Counter */
    public function resetCounter(): array
    {
        return $this->transaction(function (): array {
            $this->run("UPDATE demo_numbers SET value = 0, version = version + 1 WHERE name = 'counter'");
            return $this->number('counter');
        });
    }

    /**
     * @param key-of<self::ITEMS> $item
     *
     * @return Order
     */
    public function placeOrder(string $item): array
    {
        return $this->transaction(function () use ($item): array {
            $id = $this->count('order', 1)['value'];
            $customer = self::CUSTOMERS[array_rand(self::CUSTOMERS)];
            $this->run(
                "INSERT INTO demo_orders (id, item, customer, price, state, version) VALUES (?, ?, ?, ?, 'new', 1)",
                [$id, $item, $customer, self::ITEMS[$item]],
            );
            $this->run('DELETE FROM demo_orders WHERE id <= ?', [$id - self::ORDERS_KEPT]);
            return $this->order($id);
        });
    }

    /**
     * Moves an order on, unless somebody else was faster.
     *
     * @return Order|null null: it isn't in that state (any more)
     */
    public function advanceOrder(int $id, string $from): ?array
    {
        return $this->transaction(function () use ($id, $from): ?array {
            $moved = $this->run(
                'UPDATE demo_orders SET state = ?, version = version + 1 WHERE id = ? AND state = ?',
                [self::NEXT_STATE[$from], $id, $from],
            );
            return $moved->rowCount() === 1 ? $this->order($id) : null;
        });
    }

    /** Everyone else who counts waits here until this transaction ends, so that nobody gets the same number. */
    private function count(string $name, int $by): array
    {
        $this->run('UPDATE demo_numbers SET value = value + ?, version = version + 1 WHERE name = ?', [$by, $name]);
        return $this->number($name);
    }

    private function number(string $name): array
    {
        return $this->run('SELECT value, version FROM demo_numbers WHERE name = ?', [$name])->fetchAll()[0];
    }

    private function order(int $id): array
    {
        return $this->run('SELECT * FROM demo_orders WHERE id = ?', [$id])->fetchAll()[0];
    }

    /** What a change answers is read before it is committed: nobody else can have changed it since. */
    private function transaction(callable $work): ?array
    {
        $this->database->beginTransaction();
        try {
            $result = $work();
            $this->database->commit();
            return $result;
        } catch (Throwable $fault) {
            $this->database->rollBack();
            throw $fault;
        }
    }

    private function run(string $sql, array $values = []): PDOStatement
    {
        $statement = $this->database->prepare($sql);
        $statement->execute($values);
        return $statement;
    }
}
