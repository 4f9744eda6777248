<?php

declare(strict_types=1);

namespace NoSocket\CodeIgniter\Database\Migrations;

use CodeIgniter\Database\Migration;
use LogicException;
use NoSocket\CodeIgniter\Config\NoSocket;
use NoSocket\CodeIgniter\Settings;

/**
 * Makes the event log's tables, for who deploys with `php spark migrate --all`. The same as `nosocket:install` does.
 */
class CreateNoSocketTables extends Migration
{
    private const TABLES = ['events', 'channels', 'rate_limits', 'revocations', 'since_start', 'meta'];

    public function up(): void
    {
        service('nosocket')->install();
    }

    public function down(): void
    {
        $settings = Settings::of(NoSocket::current());
        $group = $settings->dbGroup ?? throw new LogicException(
            "The event log's database comes from {$settings->source}: drop the tables nosocket_* there by hand.",
        );
        $forge = \Config\Database::forge($group);
        $own = (string) ($settings->options['table_prefix'] ?? '');
        $forges = (string) $forge->getConnection()->getPrefix();
        foreach (self::TABLES as $table) {
            // The forge puts the group's prefix before it.
            if (str_starts_with($own, $forges)) {
                $forge->dropTable(substr($own, strlen($forges)) . "nosocket_$table", true);
            }
        }
    }
}
