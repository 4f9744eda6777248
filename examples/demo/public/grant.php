<?php

/**
 * Renews the page's grant, when it runs out or a tab asks for more channels.
 */

declare(strict_types=1);

use Demo\Api;
use Demo\Refusal;
use Demo\Visitor;

require dirname(__DIR__) . '/src/autoload.php';

Api::answer(static function (array $request, Visitor $visitor): array {
    $channels = $request['channels'] ?? Visitor::CHANNELS;
    if (!is_array($channels) || array_diff($channels, Visitor::CHANNELS) !== []) {
        throw new Refusal(403, 'These channels are not for you.');
    }
    return ['token' => $visitor->grant(new NoSocket())];
});
