--TEST--
NoSocket: class: methods without parameters take none
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);
$event = $nosocket->emit('orders', 'order.created');
$result = $nosocket->poll([], grantAll($nosocket));

foreach (['cleanup', 'install', 'renewEpochs', 'diagnostics', 'respond'] as $method) {
    attempt(fn () => $nosocket->$method(1));
}
attempt(fn () => $event->jsonSerialize(1));
attempt(fn () => $result->jsonSerialize(1));
attempt(fn () => $result->toJson(1));
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
ArgumentCountError: NoSocket::cleanup() expects exactly 0 arguments, 1 given
ArgumentCountError: NoSocket::install() expects exactly 0 arguments, 1 given
ArgumentCountError: NoSocket::renewEpochs() expects exactly 0 arguments, 1 given
ArgumentCountError: NoSocket::diagnostics() expects exactly 0 arguments, 1 given
ArgumentCountError: NoSocket::respond() expects exactly 0 arguments, 1 given
ArgumentCountError: NoSocket\Event::jsonSerialize() expects exactly 0 arguments, 1 given
ArgumentCountError: NoSocket\PollResult::jsonSerialize() expects exactly 0 arguments, 1 given
ArgumentCountError: NoSocket\PollResult::toJson() expects exactly 0 arguments, 1 given
