--TEST--
NoSocket: process: a server that does not answer is waited for once, and then left alone for a moment
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

foreach (['pgsql', 'mysql'] as $scheme) {
    // The system takes the connections; nobody ever answers.
    $server = stream_socket_server('tcp://127.0.0.1:0');
    $port = parse_url('tcp://' . stream_socket_get_name($server, false), PHP_URL_PORT);
    $dsn = "$scheme:host=127.0.0.1;port=$port;dbname=app";
    foreach ([true, false] as $persistent) {
        // Another handle on the same server knows it as well.
        $options = ['dsn' => $dsn, 'connect_timeout' => 1, 'persistent' => $persistent, 'table_prefix' => "p$persistent"];
        $nosocket = newLog(__FILE__, $options);
        attempt(fn () => $nosocket->emit('orders', 'order.created'));
        attempt(fn () => $nosocket->cursors(['orders']));
    }
    stream_set_blocking($server, false);
    for ($connections = 0; @stream_socket_accept($server, 0); $connections++);
    echo "connections: $connections\n";
}
--EXPECTF--
NoSocket\StorageException (unavailable): %s cannot be reached (no answer in time); %s
NoSocket\StorageException (unavailable): %s cannot be reached (no answer in time); %s
NoSocket\StorageException (unavailable): %s cannot be reached (no answer in time); %s
NoSocket\StorageException (unavailable): %s cannot be reached (no answer in time); %s
connections: 1
NoSocket\StorageException (unavailable): %s cannot be reached (no answer in time); %s
NoSocket\StorageException (unavailable): %s cannot be reached (no answer in time); %s
NoSocket\StorageException (unavailable): %s cannot be reached (no answer in time); %s
NoSocket\StorageException (unavailable): %s cannot be reached (no answer in time); %s
connections: 1
