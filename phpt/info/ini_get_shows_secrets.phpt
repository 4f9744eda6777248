--TEST--
NoSocket: info: a script of the site can read what php.ini says, as SECURITY.md warns
--INI--
nosocket.secret="the secret of the tests: 32 bytes and more"
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

var_dump(ini_get('nosocket.secret') === SECRET);
var_dump(ini_get_all('nosocket')['nosocket.secret']['local_value'] === SECRET);
var_dump(ini_set('nosocket.secret', SECRET . '!'));
--EXPECT--
bool(true)
bool(true)
bool(false)
