<?php

// Takes every connection that a server gives and says "held" when it gives none; goes on taking those that others let
// go, until standard input ends.
// Arguments: a PDO DSN, the user.

declare(strict_types=1);

require __DIR__ . '/../../php/input_ended.php';

[, $dsn, $user] = $argv;
$connections = [];
$isFull = false;
while (!inputEnded()) {
    try {
        $connections[] = new PDO($dsn, $user);
    } catch (PDOException) {
        if (!$isFull) {
            echo "held\n";
        }
        $isFull = true;
        usleep(5_000);
    }
}
