<?php

// What opcache.preload runs when the server starts, before it has any worker.

declare(strict_types=1);

(new NoSocket())->emit('orders', 'preloaded');
