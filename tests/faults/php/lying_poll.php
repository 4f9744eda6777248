<?php

// A poll endpoint that lies now and then, to see the suite notice: it swallows an event, repeats one, swaps two, gives
// one of another channel, or ends its process instead. The query says which.

declare(strict_types=1);

$body = json_decode(file_get_contents('php://input'), true);
try {
    $answer = json_decode((new NoSocket())->poll($body['subscriptions'], $body['grant'])->toJson(), true);
} catch (NoSocket\GrantException) {
    http_response_code(403);
    exit;
}
$events = &$answer['events'];
if (count($events) > 1 && mt_rand(0, 9) === 0) {
    match ($_GET['lie']) {
        'swallow' => array_splice($events, intdiv(count($events), 2), 1),
        'repeat' => array_splice($events, 1, 0, [$events[0]]),
        'swap' => [$events[0], $events[1]] = [$events[1], $events[0]],
        'crash' => exec('kill -SEGV ' . getmypid()),
        'leak' => $events[0]['payload']['channel'] .= 's',
    };
}
foreach (['cursors', 'epochs'] as $map) {
    $answer[$map] = (object) $answer[$map];
}
header('Content-Type: application/json');
echo json_encode($answer);
