<?php

declare(strict_types=1);

namespace Config;

use CodeIgniter\Database\Forge;

class Database extends \CodeIgniter\Config\BaseConfig
{
    public string $defaultGroup = 'default';

    /** @var array<string, mixed> */
    public array $default = [];

    public static function forge(string $group): Forge
    {
        return new Forge(config('Database')->{$group});
    }
}
