<?php

/**
 * The adapter for this project's extension: emits the events that standard input names. Settings come from php.ini or
 * the environment, as poll.php's do.
 */

declare(strict_types=1);

$batch = json_decode(stream_get_contents(STDIN), flags: JSON_THROW_ON_ERROR);
(new NoSocket())->emitBatch(array_map(get_object_vars(...), $batch->events));
