<?php

// Says of each document on standard input what json_decode makes of it: "accepted", or its error's words.

declare(strict_types=1);

$verdicts = [];
foreach (json_decode(stream_get_contents(STDIN), true, flags: JSON_THROW_ON_ERROR) as $document) {
    json_decode(base64_decode($document, true), true);
    $verdicts[] = json_last_error() === JSON_ERROR_NONE ? 'accepted' : json_last_error_msg();
}
echo json_encode($verdicts, JSON_THROW_ON_ERROR);
