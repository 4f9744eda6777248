<?php

declare(strict_types=1);

namespace CodeIgniter\Database;

abstract class Migration
{
    public function __construct(?Forge $forge = null)
    {
    }

    abstract public function up();

    abstract public function down();
}
