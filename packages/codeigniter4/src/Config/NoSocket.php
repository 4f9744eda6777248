<?php

declare(strict_types=1);

namespace NoSocket\CodeIgniter\Config;

use CodeIgniter\Config\BaseConfig;
use NoSocket\CodeIgniter\Authorizer;

/**
 * The settings. Make `app/Config/NoSocket.php` with a class `Config\NoSocket` that extends this one, or set single
 * values in `.env`, such as `nosocket.secret = …`.
 *
 * Those of the extension have its names, in CodeIgniter's spelling; null leaves one to php.ini and the environment.
 */
class NoSocket extends BaseConfig
{
    /** `sqlite:/path`, `mysql:host=…;dbname=…` or `pgsql:…`. Null: php.ini and the environment, then $dbGroup. */
    public ?string $dsn = null;

    public ?string $user = null;

    public ?string $password = null;

    /**
     * The group of Config\Database whose database holds the event log where no DSN is set anywhere; its `DBPrefix` then
     * stands before the tables. Empty: the application's default group. Null: none.
     */
    public ?string $dbGroup = '';

    /** At least 32 bytes; several, separated by commas: the first signs, all verify. */
    public ?string $secret = null;

    public ?int $eventTtl = null;

    public ?int $grantTtl = null;

    public ?int $pollLimit = null;

    public ?int $maxChannels = null;

    public ?int $maxPayload = null;

    public ?int $maxBody = null;

    public ?int $rateLimit = null;

    public ?int $rateWindow = null;

    public ?string $rateLimiter = null;

    public ?float $cleanupProbability = null;

    public ?bool $persistent = null;

    public ?int $connectTimeout = null;

    public ?int $statementTimeout = null;

    public ?string $tablePrefix = null;

    public ?int $nextPollMs = null;

    public ?int $headCache = null;

    public ?string $trustedProxies = null;

    public ?string $corsOrigins = null;

    public ?string $emitFailure = null;

    public ?string $beaconDir = null;

    public ?string $beaconUrl = null;

    public ?int $beaconBuckets = null;

    /**
     * Says who is asking and what they may read. Null: nobody may read anything.
     *
     * @var class-string<Authorizer>|null
     */
    public ?string $authorizer = null;

    /** Where the package's two routes lie: `<prefix>/grant` and `<prefix>/poll`. Empty: no routes. */
    public string $routePrefix = 'nosocket';

    /**
     * Where browsers poll. Null: the thin endpoint that `nosocket:install` has placed in the public folder, else the
     * route.
     */
    public ?string $endpoint = null;

    /** The application's own settings where there are some, else these. */
    public static function current(): self
    {
        // Not `config('NoSocket')`: where the application has none, CodeIgniter would take the extension's class for it.
        $class = class_exists(\Config\NoSocket::class) ? \Config\NoSocket::class : self::class;
        $config = config($class);

        return $config instanceof self ? $config : throw new \LogicException("$class must extend " . self::class . '.');
    }
}
