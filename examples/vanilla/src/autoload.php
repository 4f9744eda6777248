<?php

/**
 * Finds the application's own classes.
 */

declare(strict_types=1);

spl_autoload_register(static function (string $class): void {
    if (str_starts_with($class, 'Board\\')) {
        require __DIR__ . '/' . substr($class, 6) . '.php';
    }
});
