<?php

// Tries once, without waiting, to take the write lock of an SQLite file, and prints "free" or SQLite's refusal.
// Argument: the path of the file.

declare(strict_types=1);

$database = new PDO("sqlite:$argv[1]", options: [PDO::ATTR_TIMEOUT => 0]);
try {
    $database->exec('BEGIN IMMEDIATE');
    echo 'free';
} catch (PDOException $e) {
    echo $e->getMessage();
}
