<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Connection;

use NoSocket\Bundle\NoSocketInterface;
use Psr\Container\ContainerInterface;

/**
 * The connections by name.
 */
final class Connections
{
    /**
     * @param ContainerInterface $locator has a NoSocketInterface for each name
     * @param list<string>       $names
     */
    public function __construct(
        private readonly ContainerInterface $locator,
        public readonly array $names,
        public readonly string $default,
    ) {
    }

    /**
     * @param string|null $name null: the default connection
     *
     * @throws \InvalidArgumentException if there is none of this name
     */
    public function get(?string $name = null): NoSocketInterface
    {
        $name ??= $this->default;
        if (!$this->has($name)) {
            throw new \InvalidArgumentException(\sprintf(
                'There is no NoSocket connection "%s". Configured under nosocket.connections: %s.',
                $name,
                \implode(', ', $this->names),
            ));
        }

        return $this->locator->get($name);
    }

    public function has(string $name): bool
    {
        return \in_array($name, $this->names, true);
    }
}
