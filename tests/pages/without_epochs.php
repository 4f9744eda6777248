<?php

/**
 * A poll endpoint as it was before there were epochs: it reads none and sends none.
 */

declare(strict_types=1);

$request = json_decode(file_get_contents('php://input'), true, flags: JSON_THROW_ON_ERROR);
$subscriptions = array_map(
    static fn (array $subscription) => array_diff_key($subscription, ['epoch' => true]),
    $request['subscriptions'],
);
$result = (new NoSocket())->poll($subscriptions, $_SERVER['HTTP_X_NOSOCKET_GRANT']);
$answer = json_decode($result->toJson(), flags: JSON_THROW_ON_ERROR);
unset($answer->epochs);
header('Content-Type: application/json');
header('Cache-Control: no-store');
echo json_encode($answer, JSON_THROW_ON_ERROR);
