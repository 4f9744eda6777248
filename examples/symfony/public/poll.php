<?php

/**
 * The poll endpoint, ready to copy: browsers send their cursors here and get what is newer.
 *
 * Settings come from php.ini or the environment. An extension that is missing or badly configured is answered like
 * any other fault: the details go to the error log, the client learns nothing.
 */

declare(strict_types=1);

try {
    (new NoSocket())->respond();
} catch (Throwable $fault) {
    error_log('NoSocket: ' . $fault->getMessage());
    http_response_code(500);
    header('Content-Type: application/json');
    header('Cache-Control: no-store');
    echo '{"error":"internal error; the server\'s error log says more","code":"internal"}';
}
