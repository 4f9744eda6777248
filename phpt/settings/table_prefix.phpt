--TEST--
NoSocket: settings: the tables get the prefix, and logs with different prefixes share a file
--EXTENSIONS--
pdo
pdo_sqlite
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$path = databasePath(__FILE__);
$plain = newLog(__FILE__, ['dsn' => "sqlite:$path"]);
$prefixed = newLog(__FILE__, ['dsn' => "sqlite:$path", 'table_prefix' => 'wp_2_']);

var_dump($plain->emit('orders', 'order.created')->id, $prefixed->emit('orders', 'order.created')->id);
showPoll($prefixed->poll(['orders' => ['cursor' => 0]], grantAll($prefixed)));

$tables = (new PDO("sqlite:$path"))->query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
echo implode("\n", $tables->fetchAll(PDO::FETCH_COLUMN)), "\n";
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
int(1)
int(1)
events: orders#1; cursors: orders=1; resync: none; more: no
nosocket_channels
nosocket_events
nosocket_meta
nosocket_rate_limits
nosocket_revocations
wp_2_nosocket_channels
wp_2_nosocket_events
wp_2_nosocket_meta
wp_2_nosocket_rate_limits
wp_2_nosocket_revocations
