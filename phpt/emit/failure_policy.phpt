--TEST--
NoSocket: emit: what becomes of an event that the database does not take is a setting
--INI--
error_log={PWD}/failure_policy.log
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

// Nobody listens on port 1; the folder is missing.
$databases = ['pgsql:host=127.0.0.1;port=1;dbname=app', 'mysql:host=127.0.0.1;port=1;dbname=app', 'sqlite:/missing/log'];
foreach (['throw', 'log', 'ignore'] as $policy) {
    echo "$policy\n";
    foreach ($databases as $dsn) {
        $nosocket = newLog(__FILE__, ['dsn' => $dsn, 'password' => 'hunter2', 'emit_failure' => $policy]);
        attempt(fn () => print $nosocket->emit('orders', 'order.created', ['id' => 5])->id . ' ');
        $batch = [['channel' => 'a', 'event' => 'x'], ['channel' => 'b', 'event' => 'y']];
        attempt(fn () => print json_encode(array_column($nosocket->emitBatch($batch), 'id', 'channel')) . ' ');
    }
}
echo "what can never work is refused under every policy\n";
attempt(fn () => $nosocket->emit('bad channel', 'order.created'));
attempt(fn () => $nosocket->emitBatch([['channel' => 'a']]));
attempt(fn () => newLog(__FILE__, ['dsn' => null, 'emit_failure' => 'ignore']));
echo "and other calls fail as ever\n";
attempt(fn () => $nosocket->cleanup());

echo "the log\n", preg_replace('/^\[.+?\] /m', '', file_get_contents(__DIR__ . '/failure_policy.log'));
--CLEAN--
<?php

unlink(__DIR__ . '/failure_policy.log');
--EXPECTF--
throw
NoSocket\StorageException (unavailable): the PostgreSQL database "app" on 127.0.0.1:1 cannot be reached (%s); start %s
NoSocket\StorageException (unavailable): the PostgreSQL database "app" on 127.0.0.1:1 cannot be reached (%s); start %s
NoSocket\StorageException (unavailable): the MySQL database "app" on 127.0.0.1:1 cannot be reached (%s); start %s
NoSocket\StorageException (unavailable): the MySQL database "app" on 127.0.0.1:1 cannot be reached (%s); start %s
NoSocket\StorageException (internal): dsn: the folder /missing does not exist; create it
NoSocket\StorageException (internal): dsn: the folder /missing does not exist; create it
log
0 no exception
{"a":0,"b":0} no exception
0 no exception
{"a":0,"b":0} no exception
0 no exception
{"a":0,"b":0} no exception
ignore
0 no exception
{"a":0,"b":0} no exception
0 no exception
{"a":0,"b":0} no exception
0 no exception
{"a":0,"b":0} no exception
what can never work is refused under every policy
NoSocket\InvalidArgumentException (invalid_request): %s
NoSocket\InvalidArgumentException (invalid_request): %s
NoSocket\InvalidArgumentException (%s): %sdsn%s
and other calls fail as ever
NoSocket\StorageException (internal): dsn: the folder /missing does not exist; create it
the log
NoSocket: emitting 1 event(s), the first on the channel orders, failed: the PostgreSQL database "app" on 127.0.0.1:1 cannot be reached (%s); start %s
NoSocket: emitting 2 event(s), the first on the channel a, failed: the PostgreSQL database "app" on 127.0.0.1:1 cannot be reached (%s); start %s
NoSocket: emitting 1 event(s), the first on the channel orders, failed: the MySQL database "app" on 127.0.0.1:1 cannot be reached (%s); start %s
NoSocket: emitting 2 event(s), the first on the channel a, failed: the MySQL database "app" on 127.0.0.1:1 cannot be reached (%s); start %s
NoSocket: emitting 1 event(s), the first on the channel orders, failed: dsn: the folder /missing does not exist; create it
NoSocket: emitting 2 event(s), the first on the channel a, failed: dsn: the folder /missing does not exist; create it
