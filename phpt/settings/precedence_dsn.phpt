--TEST--
NoSocket: settings: the constructor stands over php.ini, php.ini over the environment
--INI--
nosocket.dsn="sqlite:{PWD}/precedence_dsn.ini.sqlite"
--ENV--
NOSOCKET_DSN=sqlite:{PWD}/precedence_dsn.environment.sqlite
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$emit = function (array $options) {
    (new NoSocket($options))->emit('orders', 'order.created');
    foreach (glob(__DIR__ . '/precedence_dsn.*.sqlite') as $path) {
        echo basename($path), "\n";
        array_map(unlink(...), glob("$path*"));
    }
};
$emit([]);
$emit(['dsn' => 'sqlite:' . __DIR__ . '/precedence_dsn.constructor.sqlite']);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
precedence_dsn.ini.sqlite
precedence_dsn.constructor.sqlite
