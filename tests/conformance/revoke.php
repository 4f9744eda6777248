<?php

/** The adapter for this project's extension that takes back the grants of the subject that standard input names. */

declare(strict_types=1);

(new NoSocket())->revoke(json_decode(stream_get_contents(STDIN), flags: JSON_THROW_ON_ERROR)->subject);
