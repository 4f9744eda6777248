--TEST--
NoSocket: hooks: PDO closing the same file does not drop the lock of an open transaction
--EXTENSIONS--
pdo
pdo_sqlite
--SKIPIF--
<?php
if (!function_exists('NoSocket\Testing\begin')) {
    die('skip needs a build with the feature test-hooks');
}
if (!function_exists('pcntl_fork')) {
    die('skip pcntl is not there');
}
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$path = databasePath(__FILE__);
[$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);

// Forked before anything is opened: a process of its own, which sees the file's locks from outside.
$observer = pcntl_fork();
if ($observer === 0) {
    fclose($here);
    while (fgets($there) !== false) {
        $pdo = new PDO("sqlite:$path", options: [PDO::ATTR_TIMEOUT => 0]);
        try {
            $pdo->exec('BEGIN IMMEDIATE');
            $pdo->exec('ROLLBACK');
            fwrite($there, "free\n");
        } catch (PDOException $e) {
            fwrite($there, str_contains($e->getMessage(), 'locked') ? "locked\n" : $e->getMessage() . "\n");
        }
        $pdo = null;
    }
    exit;
}
fclose($there);
$look = function (string $when) use ($here) {
    fwrite($here, "look\n");
    echo $when, ': ', fgets($here);
};

$nosocket = newLog(__FILE__, ['dsn' => "sqlite:$path"]);
$nosocket->emit('orders', 'order.created');
$look('before');

NoSocket\Testing\begin($nosocket);
$look('in our transaction');

$pdo = new PDO("sqlite:$path");
var_dump($pdo->query('SELECT count(*) FROM nosocket_events')->fetchColumn());
$pdo = null;
$look('after PDO has closed the file');

NoSocket\Testing\rollback($nosocket);
$look('after our transaction');

fclose($here);
pcntl_waitpid($observer, $status);
var_dump($nosocket->emit('orders', 'order.created')->id);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
before: free
in our transaction: locked
int(1)
after PDO has closed the file: locked
after our transaction: free
int(2)
