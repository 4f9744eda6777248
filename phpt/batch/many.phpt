--TEST--
NoSocket: emitBatch: a thousand events in a hundred channels
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

$nosocket = newLog(__FILE__);

$batch = [];
for ($i = 0; $i < 1000; $i++) {
    $batch[] = ['channel' => 'channel-' . $i % 100, 'event' => 'counted', 'payload' => $i];
}
foreach ($nosocket->emitBatch($batch) as $i => $event) {
    if ($event->id !== intdiv($i, 100) + 1 || $event->channel !== 'channel-' . $i % 100 || $event->payload !== $i) {
        echo "event $i: $event->channel $event->id\n";
    }
}
showLog($nosocket);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
the log holds 100 channels, 1000 events
