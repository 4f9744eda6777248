<?php

// Polls more than fits into memory_limit, and so ends by a fatal error; `?pid` says only which process it is.

declare(strict_types=1);

if (isset($_GET['pid'])) {
    exit((string) getmypid());
}
$nosocket = new NoSocket();
$nosocket->poll(['orders' => ['cursor' => 0]], $nosocket->grant(['orders'], 'tester'));
echo 'not reached';
