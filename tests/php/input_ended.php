<?php

// How a program that runs until it is told to end learns that it is: its standard input ends.

declare(strict_types=1);

function inputEnded(): bool
{
    $ready = [STDIN];
    $none = [];

    return stream_select($ready, $none, $none, 0) === 1 && fread(STDIN, 1) === '';
}
