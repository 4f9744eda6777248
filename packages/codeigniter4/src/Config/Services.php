<?php

declare(strict_types=1);

namespace NoSocket\CodeIgniter\Config;

use CodeIgniter\Config\BaseService;
use NoSocket\CodeIgniter\Channels;
use NoSocket\CodeIgniter\Settings;

/**
 * `service('nosocket')` is the extension's class with this application's settings; `service('nosocketChannels')` says
 * what the current user may read.
 */
class Services extends BaseService
{
    public static function nosocket(bool $getShared = true): \NoSocket
    {
        if ($getShared) {
            return static::getSharedInstance('nosocket');
        }
        Settings::requireExtension();

        return new \NoSocket(Settings::of(NoSocket::current())->options);
    }

    public static function nosocketChannels(bool $getShared = true): Channels
    {
        if ($getShared) {
            return static::getSharedInstance('nosocketChannels');
        }

        return Channels::of(NoSocket::current());
    }
}
