--TEST--
NoSocket: storage: diagnostics() never throws for a database that does not work
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$path = databasePath(__FILE__);
file_put_contents($path, 'not a database, but long enough to look at: ' . str_repeat('x', 1000));

foreach (
    [
        "sqlite:$path", 'sqlite:/nowhere/at/all/log.sqlite', 'sqlite:' . __DIR__,
        'mysql:host=127.0.0.1;port=1;dbname=app',
    ] as $dsn
) {
    $diagnostics = newLog(__FILE__, ['dsn' => $dsn])->diagnostics();
    ['backend' => $backend, 'error' => $error] = $diagnostics['connection'];
    echo $backend, ': ', is_string($error) && $error !== '' ? 'an error' : 'no error', "\n";
    var_dump($diagnostics['log'], $diagnostics['connection']['schema_version']);
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
sqlite: an error
NULL
NULL
sqlite: an error
NULL
NULL
sqlite: an error
NULL
NULL
mysql: an error
NULL
NULL
