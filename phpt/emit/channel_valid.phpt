--TEST--
NoSocket: emit: a channel's name is 1 to 128 printable ASCII bytes
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

foreach (
    [
        'a', '!', '~', '42', '0', '-', 'user:42:inbox', 'App\Events\Order', "it's;--", '"', '%_', '{}',
        str_repeat('x', 128),
    ] as $channel
) {
    $event = $nosocket->emit($channel, $channel);
    if ($event->id !== 1 || $event->channel !== $channel || $event->event !== $channel) {
        echo "$channel: wrong\n";
    }
}
showLog($nosocket);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
the log holds 13 channels, 13 events
