<?php

/**
 * Autoloading from this checkout: the bundle, this application, and Symfony from vendor/ or Debian's packages.
 */

declare(strict_types=1);

$vendor = __DIR__ . '/vendor/autoload.php';
require is_file($vendor) ? $vendor : dirname(__DIR__, 2) . '/packages/symfony/tests/bootstrap.php';

spl_autoload_register(static function (string $class): void {
    $file = __DIR__ . '/src/' . strtr(substr($class, strlen('App\\')), '\\', '/') . '.php';
    if (str_starts_with($class, 'App\\') && is_file($file)) {
        require $file;
    }
});
