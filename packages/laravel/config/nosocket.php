<?php

declare(strict_types=1);

return [

    /*
     | The connection of config/database.php that holds the event log: its host, name, user, password and table prefix
     | are taken from there. Leave it empty if `options.dsn`, php.ini or the server's environment say where the log is.
     */

    'database' => env('NOSOCKET_DATABASE'),

    /*
     | Settings of the extension. An empty one falls back to php.ini (`nosocket.secret` …), then to the environment,
     | then to the extension's default. Any other setting of the extension may be added here.
     */

    'options' => [
        'dsn' => env('NOSOCKET_DSN'),
        'user' => env('NOSOCKET_DB_USER'),
        'password' => env('NOSOCKET_DB_PASSWORD'),
        'secret' => env('NOSOCKET_SECRET'),
        'event_ttl' => env('NOSOCKET_EVENT_TTL'),
        'grant_ttl' => env('NOSOCKET_GRANT_TTL'),
    ],

    /*
     | Where browsers poll: the route of this package, or "/poll.php" once that file has been published and the
     | extension is configured in php.ini, which spares each poll the start of the framework.
     */

    'endpoint' => env('NOSOCKET_ENDPOINT', '/nosocket/poll'),

    /*
     | The routes /nosocket/grant and /nosocket/poll. The middleware is that of the grants: it must know the user.
     | With "path" null there are no routes.
     */

    'path' => 'nosocket',

    'middleware' => ['web'],

    /*
     | A channel is public unless its name begins with "private-" or "presence-". Anybody is granted the public channels
     | that match one of these patterns, guests too.
     */

    'public_channels' => ['*'],

    /*
     | Broadcasts made in a database transaction go out when it is committed, and not at all when it is rolled back.
     */

    'after_commit' => true,

    /*
     | Let the scheduler remove expired events every hour (nosocket:prune).
     */

    'prune' => true,

];
