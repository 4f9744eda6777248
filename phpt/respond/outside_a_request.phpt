--TEST--
NoSocket: respond: outside an HTTP request it answers with an error body and throws nothing
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
ob_start();
attempt(fn () => $nosocket->respond());
$output = ob_get_clean();

[$body, $end] = explode("no exception\n", $output) + [1 => null];
$answer = json_decode($body, true);
var_dump(is_string($answer['error'] ?? null), is_string($answer['code'] ?? null), $end);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
bool(true)
bool(true)
string(0) ""
