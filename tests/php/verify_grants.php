<?php

// Says of each token on standard input whether NoSocket accepts it as a grant, or the error's code.

declare(strict_types=1);

['options' => $options, 'tokens' => $tokens] = json_decode(stream_get_contents(STDIN), true, flags: JSON_THROW_ON_ERROR);

$nosocket = new NoSocket($options);
$verdicts = [];
foreach ($tokens as $token) {
    try {
        $nosocket->poll([], $token);
        $verdicts[] = 'accepted';
    } catch (NoSocket\Exception $e) {
        $verdicts[] = $e->getErrorCode();
    }
}
echo json_encode($verdicts, JSON_THROW_ON_ERROR);
