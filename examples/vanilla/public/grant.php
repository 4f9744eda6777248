<?php

/**
 * Renews the page's grant when it runs out, as long as the user is logged in.
 */

declare(strict_types=1);

use Board\Api;
use Board\App;
use Board\Channels;
use Board\Refusal;

require dirname(__DIR__) . '/src/autoload.php';

Api::answer(static function (array $request, int $user): array {
    $asked = $request['channels'] ?? [];
    if (!is_array($asked) || array_diff($asked, Channels::readableBy($user)) !== []) {
        throw new Refusal(403, 'These channels are not for you.');
    }
    return ['token' => Channels::grant(App::nosocket(), $user)];
});
