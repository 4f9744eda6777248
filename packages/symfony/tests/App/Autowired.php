<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Tests\App;

use NoSocket\Bundle\NoSocketInterface;
use NoSocket\Bundle\PublisherInterface;

/**
 * Asks for connections by type, and by type and name.
 */
final class Autowired
{
    public function __construct(
        public readonly PublisherInterface $publisher,
        public readonly NoSocketInterface $nosocket,
        public readonly ?PublisherInterface $auditPublisher = null,
        public readonly ?NoSocketInterface $auditNosocket = null,
    ) {
    }
}
