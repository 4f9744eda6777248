<?php

declare(strict_types=1);

use Illuminate\Foundation\Http\Middleware\PreventRequestForgery;
use Illuminate\Foundation\Http\Middleware\VerifyCsrfToken;
use Illuminate\Support\Facades\Route;
use NoSocket\Laravel\Http\GrantController;
use NoSocket\Laravel\Http\PollController;

$path = trim((string) config('nosocket.path'), '/');

// Like Laravel's own /broadcasting/auth it needs no CSRF token: it changes nothing, and no other site can read the
// answer. A page whose session has ended, and its token with it, can still ask for what guests may read.
Route::post("$path/grant", GrantController::class)
    ->middleware(config('nosocket.middleware'))
    ->withoutMiddleware([VerifyCsrfToken::class, PreventRequestForgery::class])
    ->name('nosocket.grant');

// Any method, so that a wrong one gets the same answer as from poll.php. No session: the grant says everything.
Route::any("$path/poll", PollController::class)->name('nosocket.poll');
