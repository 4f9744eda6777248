<?php

// Locks the row of the channel "orders", says "locked", and holds it until standard input ends.
// Arguments: DSN, user and password for PDO.

declare(strict_types=1);

$database = new PDO(...array_slice($argv, 1));
$database->beginTransaction();
$database->exec("UPDATE nosocket_channels SET changed_at = changed_at WHERE name = 'orders'");
echo "locked\n";
stream_get_contents(STDIN);
$database->rollBack();
