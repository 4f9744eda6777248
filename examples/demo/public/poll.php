<?php

/**
 * Where browsers poll: the project's own endpoint.
 */

declare(strict_types=1);

require dirname(__DIR__, 3) . '/public/poll.php';
