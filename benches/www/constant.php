<?php

// The floor: reads the same request and gives an answer of the same size, and does nothing else.

declare(strict_types=1);

$body = file_get_contents('php://input');
header('Content-Type: application/json');
header('Cache-Control: no-store');
echo '{"events":[],"cursors":{"channel-7":20},"epochs":{"channel-7":"9f2c4e1a"},"has_more":false,"resync_required":[]}';
