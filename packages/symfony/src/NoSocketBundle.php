<?php

declare(strict_types=1);

namespace NoSocket\Bundle;

use NoSocket\Bundle\DependencyInjection\NoSocketExtension;
use Symfony\Component\DependencyInjection\Extension\ExtensionInterface;
use Symfony\Component\HttpKernel\Bundle\Bundle;

/**
 * Realtime for Symfony applications without a daemon.
 */
final class NoSocketBundle extends Bundle
{
    /**
     * The configuration's key is `nosocket`, which Symfony would not derive from the name of this class.
     */
    public function getContainerExtension(): ExtensionInterface
    {
        return $this->extension ?: $this->extension = new NoSocketExtension();
    }

    public function getPath(): string
    {
        return \dirname(__DIR__);
    }
}
