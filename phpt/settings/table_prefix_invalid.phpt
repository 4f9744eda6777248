--TEST--
NoSocket: settings: a table prefix holds letters, digits and underscores
--FILE--
<?php

declare(strict_types=1);

require __DIR__ . '/../support.inc';

foreach (['wp-', 'wp ', 'wp.', 'wp"', "wp'", 'wp;--', 'wü_', "wp\0", '%', str_repeat('x', 200)] as $prefix) {
    attempt(fn () => new NoSocket(['table_prefix' => $prefix]));
}
attempt(fn () => new NoSocket(['table_prefix' => '']));
attempt(fn () => new NoSocket(['table_prefix' => 'WP_2_']));
--EXPECTF--
NoSocket\InvalidArgumentException (%s): %Stable_prefix%s
NoSocket\InvalidArgumentException (%s): %Stable_prefix%s
NoSocket\InvalidArgumentException (%s): %Stable_prefix%s
NoSocket\InvalidArgumentException (%s): %Stable_prefix%s
NoSocket\InvalidArgumentException (%s): %Stable_prefix%s
NoSocket\InvalidArgumentException (%s): %Stable_prefix%s
NoSocket\InvalidArgumentException (%s): %Stable_prefix%s
NoSocket\InvalidArgumentException (%s): %Stable_prefix%s
NoSocket\InvalidArgumentException (%s): %Stable_prefix%s
NoSocket\InvalidArgumentException (%s): %Stable_prefix%s
no exception
no exception
