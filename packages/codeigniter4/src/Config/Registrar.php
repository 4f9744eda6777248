<?php

declare(strict_types=1);

namespace NoSocket\CodeIgniter\Config;

use NoSocket\CodeIgniter\Filters\MayRead;

/**
 * What the package adds to the application's configuration.
 */
class Registrar
{
    /**
     * Not `nosocket` alone: CodeIgniter would take the extension's class of that name for the filter.
     *
     * @return array<string, mixed> the filter `nosocket-channel`, as in `'filter' => 'nosocket-channel:orders'`
     */
    public static function Filters(): array
    {
        return ['aliases' => ['nosocket-channel' => MayRead::class]];
    }
}
