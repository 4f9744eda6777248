--TEST--
NoSocket: storage: a file that is no database is refused by name and left as it is
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$path = databasePath(__FILE__);
$contents = str_repeat("These are not the rows you are looking for.\n", 200);
file_put_contents($path, $contents);
$nosocket = newLog(__FILE__, ['dsn' => "sqlite:$path"]);

foreach (
    [
        'emit' => ['orders', 'order.created'], 'cursors' => [['orders']], 'install' => [], 'cleanup' => [],
    ] as $method => $arguments
) {
    try {
        $nosocket->$method(...$arguments);
        echo "$method: no exception\n";
    } catch (NoSocket\StorageException $e) {
        echo "$method: ", str_contains($e->getMessage(), $path) ? 'names the file' : $e->getMessage(), "\n";
    }
}
var_dump(file_get_contents($path) === $contents);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
emit: names the file
cursors: names the file
install: names the file
cleanup: names the file
bool(true)
