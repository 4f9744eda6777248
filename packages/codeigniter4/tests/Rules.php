<?php

declare(strict_types=1);

namespace NoSocket\CodeIgniter\Tests;

use NoSocket\CodeIgniter\Authorizer;

/**
 * What a test says: who is asking, and what they may read.
 */
final class Rules implements Authorizer
{
    public static ?string $subject = 'user:1';

    /** @var list<string> */
    public static array $readable = ['orders', 'user:1'];

    public function subject(): ?string
    {
        return self::$subject;
    }

    public function mayRead(string $channel): bool
    {
        return in_array($channel, self::$readable, true);
    }
}
