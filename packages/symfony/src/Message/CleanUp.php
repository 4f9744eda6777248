<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Message;

/**
 * A message for Messenger and Scheduler: expired events are to be removed.
 */
final class CleanUp
{
    /** @param string|null $connection null: the default connection */
    public function __construct(public readonly ?string $connection = null)
    {
    }
}
