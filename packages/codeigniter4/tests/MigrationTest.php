<?php

declare(strict_types=1);

namespace NoSocket\CodeIgniter\Tests;

use LogicException;
use NoSocket\CodeIgniter\Database\Migrations\CreateNoSocketTables;
use SQLite3;

final class MigrationTest extends TestCase
{
    private string $file;

    protected function setUp(): void
    {
        parent::setUp();
        require_once dirname(__DIR__) . '/src/Database/Migrations/2026-01-01-000000_CreateNoSocketTables.php';
        $this->file = $this->newFile();
        $this->config->dsn = null;
        $this->config->persistent = false;
        $this->setDefaultGroup(['DBDriver' => 'SQLite3', 'database' => $this->file, 'DBPrefix' => 'app_']);
    }

    public function testUpMakesTheTablesInTheApplicationsDatabaseAndDownDropsThem(): void
    {
        $migration = new CreateNoSocketTables();
        $migration->up();
        self::assertContains('app_nosocket_events', $this->tables());
        $migration->down();
        self::assertSame([], $this->tables());
    }

    public function testDownDropsNothingWhereTheDatabaseIsAnother(): void
    {
        $migration = new CreateNoSocketTables();
        $this->config->dsn = "sqlite:$this->file";
        $migration->up();
        $this->expectException(LogicException::class);
        $this->expectExceptionMessage('by hand');
        $migration->down();
    }

    /** @return list<string> */
    private function tables(): array
    {
        $names = [];
        $result = (new SQLite3($this->file))->query("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%nosocket%'");
        while ($row = $result->fetchArray(SQLITE3_NUM)) {
            $names[] = $row[0];
        }

        return $names;
    }
}
