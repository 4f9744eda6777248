<?php

/**
 * Ends the session. A link can't: it takes our own form.
 */

declare(strict_types=1);

use Board\Page;
use Board\Session;

require dirname(__DIR__) . '/src/autoload.php';

Page::answer(static function (Session $session): void {
    if ($_SERVER['REQUEST_METHOD'] === 'POST' && $session->sentThis()) {
        Session::logOut();
    }
    Page::redirect('index.php');
});
