--TEST--
NoSocket: exceptions: an application may extend them
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

class NotYours extends NoSocket\GrantException
{
    public function getErrorCode(): string
    {
        return 'not_yours';
    }
}

attempt(fn () => throw new NotYours('keep out'));
--EXPECT--
NotYours (not_yours): keep out
