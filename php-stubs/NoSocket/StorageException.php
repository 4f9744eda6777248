<?php

namespace NoSocket;

/**
 * The database cannot be reached, is busy for too long, or refuses.
 */
class StorageException extends \RuntimeException implements Exception
{
    /** The error's `code` on the wire. */
    protected string $errorCode = 'internal';

    /** The error's `code` on the wire. */
    public function getErrorCode(): string
    {
    }
}
