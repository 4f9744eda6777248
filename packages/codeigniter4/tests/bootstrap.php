<?php

/**
 * Brings up CodeIgniter: that of the checkout which NOSOCKET_CODEIGNITER names, in an application that was made from its
 * own skeleton as the README says; else the doubles in this folder.
 */

declare(strict_types=1);

use CodeIgniter\Boot;
use Config\Paths;
use NoSocket\CodeIgniter\Tests\Application;

spl_autoload_register(static function (string $class): void {
    foreach (['NoSocket\\CodeIgniter\\Tests\\' => __DIR__, 'NoSocket\\CodeIgniter\\' => dirname(__DIR__) . '/src'] as $prefix => $folder) {
        $file = $folder . '/' . strtr(substr($class, strlen($prefix)), '\\', '/') . '.php';
        if (str_starts_with($class, $prefix) && is_file($file)) {
            require $file;

            return;
        }
    }
});

$checkout = getenv('NOSOCKET_CODEIGNITER') ?: null;
$application = Application::make($checkout);
register_shutdown_function($application->remove(...));

define('FCPATH', "$application->folder/public/");
define('WRITEPATH', "$application->folder/writable/");

if ($checkout === null) {
    fwrite(STDERR, "With doubles of CodeIgniter; NOSOCKET_CODEIGNITER=/path/to/CodeIgniter4 takes the real one.\n");
    define('EXIT_SUCCESS', 0);
    define('EXIT_ERROR', 1);
    spl_autoload_register(static function (string $class): void {
        $file = __DIR__ . '/doubles/' . strtr($class, '\\', '/') . '.php';
        if (is_file($file)) {
            require $file;
        }
    });
    require __DIR__ . '/doubles/functions.php';

    return;
}

$_SERVER['CI_ENVIRONMENT'] = 'production';
define('ENVIRONMENT', 'production');
define('CI_DEBUG', false);
define('APPPATH', "$application->folder/app/");
define('ROOTPATH', "$application->folder/");
define('SYSTEMPATH', realpath("$checkout/system") . '/');
define('TESTPATH', __DIR__ . '/');
define('COMPOSER_PATH', '');

require APPPATH . 'Config/Paths.php';
$paths = new Paths();
if (is_file(SYSTEMPATH . 'Boot.php')) {
    require_once SYSTEMPATH . 'Boot.php';
}
if (method_exists(Boot::class, 'bootConsole')) {
    Boot::bootConsole($paths);
} elseif (class_exists(Boot::class, false)) {
    // 4.5.
    Boot::bootTest($paths);
} else {
    require SYSTEMPATH . 'bootstrap.php';
}
fwrite(STDERR, 'With CodeIgniter ' . CodeIgniter\CodeIgniter::CI_VERSION . ".\n");
