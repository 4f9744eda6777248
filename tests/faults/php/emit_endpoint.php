<?php

// Emits the events of a request's body, as an application does, and answers what became of them.

declare(strict_types=1);

require __DIR__ . '/emit.php';

$events = json_decode(file_get_contents('php://input'), true, flags: JSON_THROW_ON_ERROR);
$answer = json_encode(emitAndTell(new NoSocket(), $events), JSON_THROW_ON_ERROR);
header('Content-Type: application/json');
echo $answer;
