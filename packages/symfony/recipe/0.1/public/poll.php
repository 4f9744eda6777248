<?php

/**
 * The poll endpoint, beside the framework: browsers send their cursors here and get what is newer.
 *
 * Settings come from the variables in config/packages/nosocket.yaml, or else from php.ini.
 */

declare(strict_types=1);

use Symfony\Component\Dotenv\Dotenv;

try {
    require_once dirname(__DIR__) . '/vendor/autoload.php';
    if (class_exists(Dotenv::class)) {
        (new Dotenv())->bootEnv(dirname(__DIR__) . '/.env');
    }
    $project = dirname(__DIR__);
    $env = static fn (string $name): string => str_replace('%kernel.project_dir%', $project, $_SERVER[$name] ?? '');
    (new NoSocket(array_filter([
        'dsn' => $env('NOSOCKET_DSN'),
        'user' => $env('NOSOCKET_DB_USER'),
        'password' => $env('NOSOCKET_DB_PASSWORD'),
        'secret' => array_filter(explode(',', $env('NOSOCKET_SECRET'))),
    ])))->respond();
} catch (Throwable $fault) {
    error_log('NoSocket: ' . $fault->getMessage());
    http_response_code(500);
    header('Content-Type: application/json');
    header('Cache-Control: no-store');
    echo '{"error":"internal error; the server\'s error log says more","code":"internal"}';
}
