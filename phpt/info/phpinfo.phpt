--TEST--
NoSocket: info: phpinfo() shows versions and settings
--INI--
nosocket.poll_limit=77
nosocket.dsn="sqlite:{PWD}/phpinfo.ini.sqlite"
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

ob_start();
phpinfo(INFO_MODULES);
$section = substr(ob_get_clean(), 0);
preg_match('/^nosocket$.*?(?=^\S+$\n\n|\z)/ims', $section, $match);
$section = $match[0] ?? '';

foreach ([NoSocket::VERSION, 'SQLite', 'poll_limit', '77', 'rate_limiter', 'memory', 'phpinfo.ini.sqlite'] as $word) {
    echo $word, ': ', str_contains($section, $word) ? 'yes' : 'no', "\n";
}
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
%d.%d.%d: yes
SQLite: yes
poll_limit: yes
77: yes
rate_limiter: yes
memory: yes
phpinfo.ini.sqlite: yes
