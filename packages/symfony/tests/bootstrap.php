<?php

/**
 * Autoloading for the tests: Composer's, or where nothing was installed by Composer, Debian's php-symfony-* packages.
 */

declare(strict_types=1);

$composer = dirname(__DIR__) . '/vendor/autoload.php';
if (is_file($composer)) {
    require $composer;

    return;
}

set_include_path('/usr/share/php' . PATH_SEPARATOR . get_include_path());
$packages = [
    'Bundle/FrameworkBundle', 'Bundle/SecurityBundle', 'Bundle/TwigBundle', 'Bundle/WebProfilerBundle',
    'Component/BrowserKit', 'Component/Console', 'Component/CssSelector', 'Component/DomCrawler',
    'Component/HttpKernel', 'Component/Mercure', 'Component/Messenger', 'Component/Process', 'Component/Stopwatch',
    'Component/Yaml',
];
foreach ($packages as $package) {
    require_once "Symfony/$package/autoload.php";
}
spl_autoload_register(static function (string $class): void {
    $folders = ['NoSocket\\Bundle\\Tests\\' => __DIR__, 'NoSocket\\Bundle\\' => dirname(__DIR__) . '/src'];
    foreach ($folders as $prefix => $folder) {
        if (str_starts_with($class, $prefix)) {
            $file = $folder . '/' . strtr(substr($class, strlen($prefix)), '\\', '/') . '.php';
            if (is_file($file)) {
                require $file;
            }

            return;
        }
    }
});
