<?php

/**
 * The login form, and what it sends.
 */

declare(strict_types=1);

use Board\App;
use Board\Page;
use Board\Refusal;
use Board\Session;
use Board\Users;

require dirname(__DIR__) . '/src/autoload.php';

Page::answer(static function (Session $session): void {
    $error = null;
    if ($_SERVER['REQUEST_METHOD'] === 'POST') {
        try {
            if (!$session->sentThis()) {
                throw new Refusal(403, 'The form was too old. Please try again.');
            }
            [$name, $password] = [$_POST['name'] ?? null, $_POST['password'] ?? null];
            if (!is_string($name) || !is_string($password)) {
                throw new Refusal(400, 'A name and a password are needed.');
            }
            $user = (new Users(App::database()))->authenticate($name, $password, $_SERVER['REMOTE_ADDR']);
            Session::logIn($user ?? throw new Refusal(403, 'That name and password do not belong together.'));
            Page::redirect('index.php');
            return;
        } catch (Refusal $refusal) {
            http_response_code($refusal->getCode());
            $error = $refusal->getMessage();
        }
    }
    Page::show('login', ['csrfToken' => $session->csrfToken, 'error' => $error]);
});
