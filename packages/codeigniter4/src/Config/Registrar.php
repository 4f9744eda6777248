<?php

declare(strict_types=1);

namespace NoSocket\CodeIgniter\Config;

use NoSocket\CodeIgniter\Filters\MayRead;

/**
 * What the package adds to the application's configuration.
 */
class Registrar
{
    /** @return array<string, mixed> the filter `nosocket`, as in `'filter' => 'nosocket:orders'` */
    public static function Filters(): array
    {
        return ['aliases' => ['nosocket' => MayRead::class]];
    }
}
