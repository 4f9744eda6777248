<?php

/**
 * CodeIgniter's global functions, as far as the package and its tests use them.
 */

declare(strict_types=1);

use CodeIgniter\Config\Factories;
use Config\Services;

function config(string $name): ?object
{
    return Factories::get('config', $name);
}

function service(string $name): ?object
{
    return Services::get($name);
}

function site_url(string $path = ''): string
{
    return "http://localhost/index.php/$path";
}

function base_url(string $path = ''): string
{
    return "http://localhost/$path";
}

function log_message(string $level, string $message): void
{
}

function helper(string $name): void
{
    require_once __DIR__ . "/../../src/Helpers/{$name}_helper.php";
}
