<?php

declare(strict_types=1);

namespace Config;

class Filters extends \CodeIgniter\Config\BaseConfig
{
    /** @var array<string, array<mixed>> */
    public array $globals = ['before' => [], 'after' => []];
}
