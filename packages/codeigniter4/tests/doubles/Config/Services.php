<?php

declare(strict_types=1);

namespace Config;

use CodeIgniter\HTTP\IncomingRequest;
use CodeIgniter\HTTP\Response;

/**
 * CodeIgniter finds the package's services by itself; here they are inherited.
 */
class Services extends \NoSocket\CodeIgniter\Config\Services
{
    public static function request(bool $getShared = true): IncomingRequest
    {
        return $getShared ? static::getSharedInstance('request') : new IncomingRequest();
    }

    public static function response(bool $getShared = true): Response
    {
        return $getShared ? static::getSharedInstance('response') : new Response();
    }
}
