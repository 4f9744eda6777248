<?php

declare(strict_types=1);

namespace Demo;

use PDO;

/**
 * The demo's tables, in words that every database understands.
 *
 * Orders are numbered by a row of `demo_numbers`: each database generates keys in its own way, but all of them
 * count in the same.
 */
final class Schema
{
    private const TABLES = [
        'CREATE TABLE IF NOT EXISTS demo_numbers (
            name VARCHAR(20) PRIMARY KEY,
            value INTEGER NOT NULL,
            version INTEGER NOT NULL
        )',
        'CREATE TABLE IF NOT EXISTS demo_orders (
            id INTEGER PRIMARY KEY,
            item VARCHAR(40) NOT NULL,
            customer VARCHAR(40) NOT NULL,
            price INTEGER NOT NULL,
            state VARCHAR(10) NOT NULL,
            version INTEGER NOT NULL
        )',
    ];

    /** Orders that are there already keep their numbers. */
    private const FIRST_ROWS = "INSERT INTO demo_numbers (name, value, version)
        SELECT first_rows.name, first_rows.value, 1
        FROM (
            SELECT 'counter' AS name, 0 AS value
            UNION ALL
            SELECT 'order', COALESCE(MAX(id), 1000) FROM demo_orders
        ) AS first_rows
        WHERE NOT EXISTS (SELECT 1 FROM demo_numbers)";

    /** Creates what is missing. Safe to call again. */
    public static function install(PDO $database): void
    {
        foreach (self::TABLES as $table) {
            $database->exec($table);
        }
        // Even an INSERT of no rows would wait for whoever writes.
        if ($database->query('SELECT name FROM demo_numbers')->fetchAll() === []) {
            $database->exec(self::FIRST_ROWS);
        }
    }
}
