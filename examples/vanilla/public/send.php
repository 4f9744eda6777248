<?php

/**
 * Somebody writes: keep it, then tell who may read it.
 */

declare(strict_types=1);

use Board\Api;
use Board\App;
use Board\Channels;
use Board\Messages;
use Board\Refusal;
use Board\Users;

require dirname(__DIR__) . '/src/autoload.php';

Api::answer(static function (array $request, int $user): array {
    [$text, $to] = [$request['text'] ?? null, $request['to'] ?? null];
    if (!is_string($text) || trim($text) === '' || strlen($text) > 2000) {
        throw new Refusal(400, 'A message has 1 to 500 characters.');
    }
    $tab = $_SERVER['HTTP_X_SOCKET_ID'] ?? null;
    if ($tab !== null && !preg_match('/^[\w-]{1,64}$/D', $tab)) {
        throw new Refusal(400, 'X-Socket-ID must be the id of a tab.');
    }
    $database = App::database();
    if ($to !== null && !in_array($to, array_column((new Users($database))->all(), 'id'), true)) {
        throw new Refusal(400, 'Nobody has that id.');
    }
    $message = (new Messages($database))->add($user, $to, $text);

    // It is stored: nobody hears of something that is then rolled back. `except` names the tab that wrote it. That one
    // takes the answer below; the sender's other tabs hear of it as everybody else does.
    $channels = $to === null ? [Channels::BOARD] : array_unique([Channels::of($to), Channels::of($user)]);
    try {
        App::nosocket()->emitBatch(array_map(static fn (string $channel): array => [
            'channel' => $channel,
            'event' => 'message.written',
            'payload' => $message,
            'except' => $tab,
        ], array_values($channels)));
    } catch (NoSocket\Exception $fault) {
        // The others see it when they load the page. To the sender a failure would say: write it again.
        error_log('NoSocket: ' . $fault->getMessage());
    }
    return ['message' => $message];
});
