--TEST--
NoSocket: emit: a JsonException from jsonSerialize is the application's own
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

class Broken implements JsonSerializable
{
    public function jsonSerialize(): mixed
    {
        return json_decode('{', flags: JSON_THROW_ON_ERROR);
    }
}

$nosocket = newLog(__FILE__);

try {
    $nosocket->emit('orders', 'order.created', new Broken());
} catch (Exception $e) {
    // Whether as itself or as the cause, what happened stays visible.
    $cause = $e instanceof JsonException ? $e : $e->getPrevious();
    var_dump($cause::class, $cause->getMessage(), $cause->getCode() === JSON_ERROR_SYNTAX);
}
showLog($nosocket);
--CLEAN--
<?php

require __DIR__ . '/../support.inc';

removeLogs(__FILE__);
--EXPECT--
string(13) "JsonException"
string(12) "Syntax error"
bool(true)
the log holds 0 channels, 0 events
