<?php

/**
 * For PHP's built-in server: /client/*.js comes from the project's client folder, everything else from public/.
 * A real web server does the same with an alias.
 */

declare(strict_types=1);

$path = rawurldecode((string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
if (!str_starts_with($path, '/client/')) {
    return false;
}

// No dots but the last one, so no way out of the folder.
$file = preg_match('#^/client/([a-z0-9-]+\.js)$#D', $path, $match) ? dirname(__DIR__, 2) . "/client/$match[1]" : null;
if ($file === null || !is_file($file)) {
    http_response_code(404);
    return true;
}
header('Content-Type: text/javascript; charset=utf-8');
header('Cache-Control: no-cache');
readfile($file);
return true;
