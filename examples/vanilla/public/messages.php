<?php

/**
 * The page's data, for a browser that was told to read them again.
 */

declare(strict_types=1);

use Board\Api;
use Board\App;
use Board\Messages;

require dirname(__DIR__) . '/src/autoload.php';

Api::answer(static fn (array $request, int $user): array => ['messages' => (new Messages(App::database()))->latest($user)]);
