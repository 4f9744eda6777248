--TEST--
NoSocket: emit: payloads that JSON cannot hold are refused
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

enum Suit
{
    case Hearts;
}

$nosocket = newLog(__FILE__);

$recursive = ['a' => 1];
$recursive['self'] = &$recursive;
$object = new stdClass();
$object->self = $object;

$payloads = [
    NAN, INF, -INF, ['deep' => ['er' => NAN]], "\xff", ["key\xff" => 1], "cut \xf0\x9f\x98", $recursive, $object,
    STDIN, [STDIN], Suit::Hearts,
];
foreach ($payloads as $payload) {
    attempt(fn () => $nosocket->emit('orders', 'order.created', $payload));
}
showLog($nosocket);
var_dump($nosocket->cursors(['orders'])['orders']['cursor']);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\InvalidArgumentException (invalid_request): payload %s
NoSocket\InvalidArgumentException (invalid_request): payload %s
NoSocket\InvalidArgumentException (invalid_request): payload %s
NoSocket\InvalidArgumentException (invalid_request): payload %s
NoSocket\InvalidArgumentException (invalid_request): payload %sUTF-8%s
NoSocket\InvalidArgumentException (invalid_request): payload %sUTF-8%s
NoSocket\InvalidArgumentException (invalid_request): payload %sUTF-8%s
NoSocket\InvalidArgumentException (invalid_request): payload %secursion%s
NoSocket\InvalidArgumentException (invalid_request): payload %secursion%s
NoSocket\InvalidArgumentException (invalid_request): payload %s
NoSocket\InvalidArgumentException (invalid_request): payload %s
NoSocket\InvalidArgumentException (invalid_request): payload %s
the log holds 0 channels, 0 events
int(0)
