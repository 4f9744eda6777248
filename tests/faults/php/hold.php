<?php

// Carries out statements on a database, says "held", and keeps the connection until standard input ends.
// Arguments: a PDO DSN, the user, the statements.

declare(strict_types=1);

[, $dsn, $user] = $argv;
$database = new PDO($dsn, $user, options: [PDO::ATTR_TIMEOUT => 10]);
foreach (array_slice($argv, 3) as $statement) {
    $database->exec($statement);
}
echo "held\n";
stream_get_contents(STDIN);
