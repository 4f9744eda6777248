<?php

/**
 * Adds a user or sets another password: `php add-user.php ada`, then the password. The first call also makes the
 * database and the secret.
 */

declare(strict_types=1);

use Board\App;
use Board\Users;

require __DIR__ . '/src/autoload.php';

if (PHP_SAPI !== 'cli') {
    exit;
}
try {
    $name = $argv[1] ?? '';
    if (!preg_match('/^[\p{L}\p{N}._-]{1,40}$/Du', $name)) {
        throw new InvalidArgumentException('Usage: php add-user.php <name>, of up to 40 letters, digits, dots, - and _');
    }
    fwrite(STDERR, "Password for $name (it is shown): ");
    $password = rtrim((string) fgets(STDIN), "\r\n");
    if (strlen($password) < 8 || strlen($password) > 72) {
        throw new InvalidArgumentException('A password has 8 to 72 bytes.');
    }
    App::install();
    (new Users(App::database()))->set($name, $password);
    fwrite(STDERR, "\n$name can log in.\n");
} catch (Throwable $fault) {
    fwrite(STDERR, "\n" . $fault->getMessage() . "\n");
    exit(1);
}
