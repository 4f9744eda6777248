<?php

/** Drops the tables of logs: reads {database, logs: [{options}]} from stdin, prints how many logs there were. */

declare(strict_types=1);

['database' => $database, 'logs' => $logs] = json_decode(stream_get_contents(STDIN), true);
foreach ($logs as ['options' => $options]) {
    $place = $options + $database + ['user' => null, 'password' => null];
    ['dsn' => $dsn, 'user' => $user, 'password' => $password] = $place;
    $pdo = new PDO($dsn, $user, $password, [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
    foreach (['events', 'channels', 'rate_limits', 'meta', 'since_start', 'revocations'] as $table) {
        $pdo->exec('DROP TABLE IF EXISTS ' . ($options['table_prefix'] ?? '') . "nosocket_$table");
    }
}
echo count($logs);
