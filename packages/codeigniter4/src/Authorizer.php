<?php

declare(strict_types=1);

namespace NoSocket\CodeIgniter;

/**
 * Who is asking, and what they may read: the application's rules. Name your class in Config\NoSocket::$authorizer.
 */
interface Authorizer
{
    /** The user of the current request, such as `user:42`; null if nobody is logged in and guests may read nothing. */
    public function subject(): ?string;

    /** Whether that user may read this channel; called only if there is one. */
    public function mayRead(string $channel): bool;
}
