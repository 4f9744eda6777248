<?php

// Issues the grant that the query asks for: the web server's clock says from when and until when it is good.

declare(strict_types=1);

echo (new NoSocket())->grant($_GET['channels'], $_GET['subject']);
