<?php

// Takes the write lock of an SQLite file, says "locked", and holds it until standard input ends.

declare(strict_types=1);

$database = new PDO("sqlite:$argv[1]", options: [PDO::ATTR_TIMEOUT => 30]);
$database->exec('BEGIN IMMEDIATE');
echo "locked\n";
stream_get_contents(STDIN);
$database->exec('ROLLBACK');
