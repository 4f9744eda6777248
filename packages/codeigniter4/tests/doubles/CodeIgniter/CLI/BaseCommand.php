<?php

declare(strict_types=1);

namespace CodeIgniter\CLI;

abstract class BaseCommand
{
    protected $group;

    protected $name;

    protected $usage;

    protected $description;

    protected $options = [];

    abstract public function run(array $params);
}
