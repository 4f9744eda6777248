<?php

// What a page does for its visitor.

declare(strict_types=1);

header('Content-Type: text/plain');
echo (new NoSocket())->grant(['orders', 'user:42:*'], 'user:42');
