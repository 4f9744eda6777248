<?php

// Makes the application of the tests in a folder of its own, as composer would leave it: php make-app.php <folder>

declare(strict_types=1);

function make_app(string $folder): void
{
    $source = __DIR__ . '/app';
    $files = new RecursiveIteratorIterator(new RecursiveDirectoryIterator($source, FilesystemIterator::SKIP_DOTS));
    foreach ($files as $file) {
        $copy = $folder . substr((string) $file, strlen($source));
        is_dir(dirname($copy)) || mkdir(dirname($copy), 0777, true);
        copy((string) $file, $copy);
    }
    $folders = ['framework/views', 'framework/sessions', 'framework/cache', 'logs'];
    $folders = ['bootstrap/cache', 'vendor/composer', 'database', ...array_map(fn ($f) => "storage/$f", $folders)];
    foreach ($folders as $made) {
        mkdir("$folder/$made", 0777, true);
    }
    touch("$folder/.env");
    touch("$folder/database/app.sqlite");
    $package = json_decode(file_get_contents(dirname(__DIR__) . '/composer.json'), true);
    file_put_contents("$folder/vendor/composer/installed.json", json_encode(['packages' => [$package]]));
    $autoload = var_export(__DIR__ . '/autoload.php', true);
    file_put_contents("$folder/vendor/autoload.php", "<?php require $autoload;");
}

if (realpath($argv[0] ?? '') === __FILE__) {
    make_app($argv[1]);
}
