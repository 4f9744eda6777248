<?php

namespace NoSocket;

/**
 * Something given to the extension can never work: a name, a payload, a setting. Nothing was changed.
 */
class InvalidArgumentException extends \InvalidArgumentException implements Exception
{
    /** The error's `code` on the wire. */
    protected string $errorCode = 'internal';

    /** The error's `code` on the wire. */
    public function getErrorCode(): string
    {
    }
}
