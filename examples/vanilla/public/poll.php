<?php

/**
 * Where browsers poll. It knows the grant and nothing else: no session, no user, none of the application's data.
 *
 * An extension that is missing or badly configured is answered like any other fault: the details go to the error log,
 * the client learns nothing.
 */

declare(strict_types=1);

use Board\App;

require dirname(__DIR__) . '/src/autoload.php';

try {
    App::nosocket()->respond();
} catch (Throwable $fault) {
    error_log('NoSocket: ' . $fault->getMessage());
    http_response_code(500);
    header('Content-Type: application/json');
    header('Cache-Control: no-store');
    echo '{"error":"internal error; the server\'s error log says more","code":"internal"}';
}
