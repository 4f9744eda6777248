<?php

declare(strict_types=1);

namespace Board;

use NoSocket;
use PDO;
use RuntimeException;

/**
 * Where everything lies: one folder `data`, outside of what the web server serves, with the database and the secret.
 */
final class App
{
    private const DATA = __DIR__ . '/../data';

    /** The application's own connection. Its tables and the event log share one file. */
    public static function database(): PDO
    {
        return new PDO('sqlite:' . self::file(), null, null, [
            PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
            PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC,
            PDO::ATTR_TIMEOUT => 10,
        ]);
    }

    /** On another database: `'dsn' => 'mysql:host=localhost;dbname=app', 'user' => …, 'password' => …`. */
    public static function nosocket(): NoSocket
    {
        if (!extension_loaded('nosocket')) {
            throw new RuntimeException('PHP has not loaded the extension: add extension=nosocket to php.ini.');
        }
        return new NoSocket(['dsn' => 'sqlite:' . self::file(), 'secret' => self::secret()]);
    }

    /** Makes the folder, the database and the secret. Safe to call again. */
    public static function install(): void
    {
        umask(0077);
        if (!is_dir(self::DATA)) {
            mkdir(self::DATA);
        }
        // Whoever knows the secret can grant everything.
        if (!is_file(self::DATA . '/secret')) {
            file_put_contents(self::DATA . '/secret', bin2hex(random_bytes(32)));
        }
        touch(self::DATA . '/board.sqlite');
        self::nosocket()->install();
        $database = self::database();
        Users::install($database);
        Messages::install($database);
    }

    private static function file(): string
    {
        return realpath(self::DATA . '/board.sqlite') ?: throw self::notInstalled();
    }

    private static function secret(): string
    {
        return is_file(self::DATA . '/secret') ? (string) file_get_contents(self::DATA . '/secret') : throw self::notInstalled();
    }

    private static function notInstalled(): RuntimeException
    {
        return new RuntimeException('The application is not installed yet: run `php add-user.php <name>`.');
    }
}
