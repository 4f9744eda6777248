<?php

namespace NoSocket;

/**
 * A fault in the extension itself. Please report it.
 */
class InternalException extends \LogicException implements Exception
{
    /** The error's `code` on the wire. */
    protected string $errorCode = 'internal';

    /** The error's `code` on the wire. */
    public function getErrorCode(): string
    {
    }
}
