<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Message;

/**
 * A message for Messenger: several events, emitted in one transaction.
 */
final class EmitEvents
{
    /**
     * @param list<Emit>  $events
     * @param string|null $connection null: the default connection
     */
    public function __construct(public readonly array $events, public readonly ?string $connection = null)
    {
    }
}
