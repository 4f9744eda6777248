<?php

// Laravel as composer has installed it for this package, or else Debian's.

declare(strict_types=1);

$composer = dirname(__DIR__) . '/vendor/autoload.php';
if (is_file($composer)) {
    require $composer;
    return;
}
// Debian's Laravel 8 is older than this PHP and says so at every turn.
error_reporting(E_ALL & ~E_DEPRECATED & ~E_USER_DEPRECATED);
set_include_path('/usr/share/php:' . get_include_path());
require_once 'Illuminate/autoload.php';
require_once 'Illuminate/Foundation/helpers.php';
spl_autoload_register(function (string $class): void {
    $folders = ['NoSocket\\Laravel\\Tests\\' => '', 'NoSocket\\Laravel\\' => '../src/', 'App\\' => 'app/app/'];
    foreach ($folders as $namespace => $folder) {
        if (str_starts_with($class, $namespace)) {
            $file = __DIR__ . "/$folder" . strtr(substr($class, strlen($namespace)), '\\', '/') . '.php';
            is_file($file) && require $file;
            return;
        }
    }
});
