<?php

/**
 * The page's data, for a browser that was told to resync.
 */

declare(strict_types=1);

use Demo\Api;
use Demo\Store;

require dirname(__DIR__) . '/src/autoload.php';

Api::answer(static fn (): array => Store::open()->state());
