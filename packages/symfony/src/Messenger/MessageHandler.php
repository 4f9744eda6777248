<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Messenger;

use NoSocket\Bundle\Connection\Connections;
use NoSocket\Bundle\Message\CleanUp;
use NoSocket\Bundle\Message\Emit;
use NoSocket\Bundle\Message\EmitEvents;

/**
 * Does what the bundle's messages say. A failure is left to Messenger, which tries again.
 */
final class MessageHandler
{
    public function __construct(private readonly Connections $connections)
    {
    }

    public function emit(Emit $message): void
    {
        $this->connections->get()->emitBatch([$message]);
    }

    public function emitEvents(EmitEvents $message): void
    {
        $this->connections->get($message->connection)->emitBatch($message->events);
    }

    public function cleanUp(CleanUp $message): void
    {
        $this->connections->get($message->connection)->cleanup();
    }
}
