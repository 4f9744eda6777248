--TEST--
NoSocket: storage: a corrupt file is a StorageException that names it
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$path = databasePath(__FILE__);
$nosocket = newLog(__FILE__, ['dsn' => "sqlite:$path", 'persistent' => false]);
$nosocket->emit('orders', 'order.created');

$corrupt = databasePath(__FILE__);
// The first page says that it is a database; the rest is noise.
file_put_contents($corrupt, substr(file_get_contents($path), 0, 100) . str_repeat("\xa5", 100_000));
$nosocket = newLog(__FILE__, ['dsn' => "sqlite:$corrupt"]);

foreach (
    [
        'emit' => ['orders', 'order.created'], 'cursors' => [['orders']], 'renewEpochs' => [],
    ] as $method => $arguments
) {
    try {
        $nosocket->$method(...$arguments);
        echo "$method: no exception\n";
    } catch (NoSocket\StorageException $e) {
        echo "$method: ", str_contains($e->getMessage(), $corrupt) ? 'names the file' : $e->getMessage(), "\n";
    }
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
emit: names the file
cursors: names the file
renewEpochs: names the file
