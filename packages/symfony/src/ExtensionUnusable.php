<?php

declare(strict_types=1);

namespace NoSocket\Bundle;

/**
 * PHP's extension is missing or too old. The message says how to mend that.
 */
final class ExtensionUnusable extends \RuntimeException
{
}
