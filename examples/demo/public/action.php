<?php

/**
 * What a click does: change the data, then tell everyone who watches.
 */

declare(strict_types=1);

use Demo\Actions;
use Demo\Api;
use Demo\Refusal;
use Demo\Store;

require dirname(__DIR__) . '/src/autoload.php';

Api::answer(static function (array $request): array {
    $tab = $_SERVER['HTTP_X_SOCKET_ID'] ?? null;
    if ($tab !== null && !preg_match('/^[\w-]{1,64}$/D', $tab)) {
        throw new Refusal(400, 'X-Socket-ID must be the id of a tab.');
    }
    [$channel, $event, $payload] = (new Actions(Store::open()))->perform($request);

    // The change is committed: nobody hears of something that is then rolled back. `except` names the tab that
    // clicked; it takes the answer below, and needs no event.
    return ['event' => (new NoSocket())->emit($channel, $event, $payload, except: $tab)];
});
