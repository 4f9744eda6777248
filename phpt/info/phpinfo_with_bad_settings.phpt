--TEST--
NoSocket: info: phpinfo() says what is wrong with the settings
--INI--
nosocket.poll_limit=many
nosocket.secret=hunter2
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

ob_start();
phpinfo(INFO_MODULES);
$output = ob_get_clean();
var_dump(str_contains($output, 'hunter2'), preg_match('/Error.*(poll_limit|secret)/', $output));
--EXPECT--
bool(false)
int(1)
