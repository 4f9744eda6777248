<?php

/**
 * Fills the log with 10,000 events over 500 channels and the peer's table with the same, and prints as JSON what a
 * load needs: grants, and subscriptions that are idle or have 10 events to read.
 */

declare(strict_types=1);

require __DIR__ . '/plain_table.php';

$options = json_decode(stream_get_contents(STDIN), true);
$nosocket = new NoSocket($options);
$nosocket->install();
['dsn' => $dsn, 'user' => $user, 'password' => $password] = $options + ['user' => null, 'password' => null];
$pdo = new PDO($dsn, $user, $password, [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
createPlainTable($pdo);
$name = $pdo->getAttribute(PDO::ATTR_DRIVER_NAME) === 'mysql' ? 'VARCHAR(128)' : 'TEXT';
$pdo->exec("CREATE TABLE IF NOT EXISTS peer_limits (client $name NOT NULL, period BIGINT NOT NULL, hits BIGINT NOT NULL,
    PRIMARY KEY (client, period))");
$insert = $pdo->prepare(
    'INSERT INTO plain_events (channel, event, payload, created_at, expires_at) VALUES (?, ?, ?, ?, ?)'
);

$payload = ['id' => 123, 'status' => 'shipped', 'total' => 49.9];
foreach (array_chunk(range(0, 9_999), 100) as $numbers) {
    $nosocket->emitBatch(array_map(
        fn (int $number) => ['channel' => 'user:' . $number % 500, 'event' => 'order.updated', 'payload' => $payload],
        $numbers,
    ));
    $pdo->beginTransaction();
    foreach ($numbers as $number) {
        $insert->execute(
            ['user:' . $number % 500, 'order.updated', json_encode($payload), time(), time() + 86_400]
        );
    }
    $pdo->commit();
}
$last = $pdo->query("SELECT MAX(id) FROM plain_events WHERE channel = 'user:7'")->fetchColumn();
$tenth = $pdo->query("SELECT id FROM plain_events WHERE channel = 'user:7' ORDER BY id DESC LIMIT 1 OFFSET 10");
$users = range(0, 499);
$heads = array_merge(...array_map(
    $nosocket->cursors(...),
    array_chunk(array_map(fn (int $user) => "user:$user", $users), 100),
));
echo json_encode([
    'grant' => $nosocket->grant(['*'], 'bench'),
    'grants' => array_map(fn (int $user) => $nosocket->grant(["user:$user"], "user:$user"), $users),
    'heads' => $heads,
    'peer' => ['idle' => (int) $last, 'ten' => (int) $tenth->fetchColumn()],
]);
