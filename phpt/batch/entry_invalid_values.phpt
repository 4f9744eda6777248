--TEST--
NoSocket: emitBatch: an entry's values are validated as in emit()
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__, ['max_payload' => 64]);

$good = ['channel' => 'orders', 'event' => 'order.created'];
$bad = [
    ['channel' => ''], ['channel' => 'user:*'], ['event' => 'order created'], ['event' => 'nosocket.resync_required'],
    ['ttl_seconds' => -1], ['ttl_seconds' => 315360001], ['except' => ''], ['except' => 'tab 1'],
    ['payload' => "\xff"], ['payload' => str_repeat('x', 63)],
];
foreach ($bad as $fields) {
    attempt(fn () => $nosocket->emitBatch([$good, $fields + $good]));
}
showLog($nosocket);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECTF--
NoSocket\InvalidArgumentException (invalid_request): %S1%Schannel%s
NoSocket\InvalidArgumentException (invalid_request): %S1%Schannel "user:*"%s
NoSocket\InvalidArgumentException (invalid_request): %S1%Sevent "order created"%s
NoSocket\InvalidArgumentException (invalid_request): %S1%Sevent "nosocket.resync_required"%s
NoSocket\InvalidArgumentException (invalid_request): %S1%Stime to live -1%s
NoSocket\InvalidArgumentException (invalid_request): %S1%Stime to live 315360001%s
NoSocket\InvalidArgumentException (invalid_request): %S1%Sexcept%s
NoSocket\InvalidArgumentException (invalid_request): %S1%Sexcept "tab 1"%s
NoSocket\InvalidArgumentException (invalid_request): %S1%Spayload%sUTF-8%s
NoSocket\InvalidArgumentException (%s): %S1%Spayload%s64%s
the log holds 0 channels, 0 events
