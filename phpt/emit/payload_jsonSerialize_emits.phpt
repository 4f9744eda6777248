--TEST--
NoSocket: emit: a payload's jsonSerialize may emit and poll through the same handle
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

class Chatty implements JsonSerializable
{
    public function __construct(private NoSocket $nosocket)
    {
    }

    public function jsonSerialize(): mixed
    {
        $this->nosocket->emit('orders', 'inner');

        return $this->nosocket->cursors(['orders'])['orders']['cursor'];
    }
}

$nosocket = newLog(__FILE__);

$event = $nosocket->emit('orders', 'outer', new Chatty($nosocket));
var_dump($event->id, $event->payloadJson);

$events = $nosocket->emitBatch([['channel' => 'orders', 'event' => 'outer', 'payload' => new Chatty($nosocket)]]);
var_dump($events[0]->id, $events[0]->payloadJson);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
int(2)
string(1) "1"
int(4)
string(1) "3"
