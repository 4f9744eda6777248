<?php

/**
 * The demo's page: a counter and orders that every open tab shares.
 */

declare(strict_types=1);

use Demo\Store;
use Demo\Visitor;

require dirname(__DIR__) . '/src/autoload.php';

header("Content-Security-Policy: default-src 'self'; base-uri 'none'; frame-ancestors 'none'");
header('Cache-Control: no-store');

try {
    if (!extension_loaded('nosocket')) {
        throw new RuntimeException('PHP has not loaded the extension: add extension=nosocket to php.ini.');
    }
    $visitor = Visitor::current();
    $nosocket = new NoSocket();
    // Positions first, data second: what is emitted between the two is delivered, not lost.
    $cursors = $nosocket->cursors(Visitor::CHANNELS);
    $store = Store::open();
    $databaseName = $store->databaseName();
    $page = $store->state() + [
        'cursors' => $cursors,
        'grant' => $visitor->grant($nosocket),
        'namespace' => "demo:$visitor->id",
        'csrfToken' => $visitor->csrfToken,
    ];
} catch (Throwable $fault) {
    error_log((string) $fault);
    http_response_code(500);
    // Only the developer's own server tells what is wrong.
    $fault = PHP_SAPI === 'cli-server' ? $fault->getMessage() : 'The server\'s error log says what is wrong.';
    require dirname(__DIR__) . '/src/fault.html.php';
    return;
}

require dirname(__DIR__) . '/src/page.html.php';
