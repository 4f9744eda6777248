<?php

/**
 * The board, for who is logged in.
 */

declare(strict_types=1);

use Board\App;
use Board\Channels;
use Board\Messages;
use Board\Page;
use Board\Session;
use Board\Users;

require dirname(__DIR__) . '/src/autoload.php';

Page::answer(static function (Session $session): void {
    if ($session->userId === null) {
        Page::redirect('login.php');
        return;
    }
    $nosocket = App::nosocket();
    // Positions first, data second: what is emitted between the two is delivered, not lost.
    $cursors = $nosocket->cursors(Channels::readableBy($session->userId));
    $database = App::database();
    $messages = (new Messages($database))->latest($session->userId);

    Page::show('board', [
        'userName' => $session->userName,
        'others' => array_filter((new Users($database))->all(), static fn (array $user) => $user['id'] !== $session->userId),
        'page' => [
            'cursors' => $cursors,
            'messages' => $messages,
            'grant' => Channels::grant($nosocket, $session->userId),
            'namespace' => "board:$session->userId",
            'csrfToken' => $session->csrfToken,
        ],
    ]);
});
