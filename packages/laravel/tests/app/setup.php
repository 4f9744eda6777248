<?php

// Makes the application's tables: php setup.php

declare(strict_types=1);

require __DIR__ . '/vendor/autoload.php';

(require __DIR__ . '/bootstrap/app.php')->make(Illuminate\Contracts\Console\Kernel::class)->bootstrap();

require __DIR__ . '/database.php';
