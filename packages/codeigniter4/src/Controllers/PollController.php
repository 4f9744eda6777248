<?php

declare(strict_types=1);

namespace NoSocket\CodeIgniter\Controllers;

use CodeIgniter\Controller;
use CodeIgniter\HTTP\ResponseInterface;
use Throwable;

/**
 * Answers polls through CodeIgniter, for hosts where the thin endpoint can't be placed. Each costs a boot of the
 * framework, so prefer the file that `nosocket:install` writes.
 */
class PollController extends Controller
{
    public function answer(): ResponseInterface
    {
        ob_start();
        try {
            service('nosocket')->respond();
            $status = http_response_code() ?: 200;
        } catch (Throwable $fault) {
            // Wrong settings; what a client or a database does wrong is an answer.
            log_message('error', 'NoSocket: ' . $fault->getMessage());
            ob_clean();
            echo '{"error":"internal error; the log says more","code":"internal"}';
            $status = 500;
        }

        // The extension has sent its other headers (Retry-After, Allow) by itself; these would be replaced.
        return $this->response->setStatusCode($status)->setHeader('Cache-Control', 'no-store')
            ->setContentType('application/json')->setBody((string) ob_get_clean());
    }
}
