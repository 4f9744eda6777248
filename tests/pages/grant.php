<?php

/**
 * Gives any page of the tests a grant for the channels that it asks for.
 */

declare(strict_types=1);

$request = json_decode(file_get_contents('php://input'), true, flags: JSON_THROW_ON_ERROR);
$token = (new NoSocket())->grant($request['channels'], 'tester', $request['ttl_seconds']);
header('Content-Type: application/json');
header('Cache-Control: no-store');
echo json_encode(['token' => $token]);
