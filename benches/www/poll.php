<?php

declare(strict_types=1);

(new NoSocket())->respond();
