--TEST--
A new object has the settings of the moment: after ini_set(), ini_restore() and putenv(), in place too
--INI--
nosocket.dsn=sqlite:/nonexistent/log.sqlite
--FILE--
<?php
require __DIR__ . '/../support.inc';

$shown = fn (string $setting) => (new NoSocket())->diagnostics()['settings'][$setting];

var_dump($shown('event_ttl'));
ini_set('nosocket.event_ttl', '60');
var_dump($shown('event_ttl'));
ini_set('nosocket.event_ttl', '90');
var_dump($shown('event_ttl'));
ini_restore('nosocket.event_ttl');
var_dump($shown('event_ttl'));
putenv('NOSOCKET_EVENT_TTL=10');
var_dump($shown('event_ttl'));
putenv('NOSOCKET_EVENT_TTL=20');
var_dump($shown('event_ttl'));
putenv('NOSOCKET_EVENT_TTL');
var_dump($shown('event_ttl'));
?>
--EXPECT--
int(3600)
int(60)
int(90)
int(3600)
int(10)
int(20)
int(3600)
