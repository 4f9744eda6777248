<?php

declare(strict_types=1);

namespace CodeIgniter\Database;

/**
 * Drops tables of an SQLite file, with the group's prefix before their names.
 */
class Forge
{
    /** @param array<string, mixed> $group */
    public function __construct(private readonly array $group)
    {
    }

    public function getConnection(): static
    {
        return $this;
    }

    public function getPrefix(): string
    {
        return $this->group['DBPrefix'];
    }

    public function dropTable(string $name, bool $ifExists): void
    {
        (new \SQLite3($this->group['database']))->exec("DROP TABLE IF EXISTS {$this->group['DBPrefix']}$name");
    }
}
