<?php

declare(strict_types=1);

namespace NoSocket\Laravel;

use Illuminate\Contracts\Config\Repository;
use Illuminate\Database\ConnectionResolverInterface;

/**
 * Options for the extension, from config/nosocket.php and Laravel's database connections.
 */
final class Settings
{
    public function __construct(
        private readonly Repository $config,
        private readonly ConnectionResolverInterface $databases,
    ) {
    }

    /**
     * What is empty is left out, so that the extension looks into php.ini and the environment.
     *
     * @return array<string, mixed>
     *
     * @throws \InvalidArgumentException if the database connection is none that the extension can use
     */
    public function options(): array
    {
        $options = array_filter(
            (array) $this->config->get('nosocket.options'),
            fn (mixed $value): bool => $value !== null && $value !== '',
        );
        if (is_string($options['secret'] ?? null)) {
            $options['secret'] = array_map('trim', explode(',', $options['secret']));
        }
        return $options + $this->fromDatabase();
    }

    /**
     * @return array<string, mixed>
     */
    private function fromDatabase(): array
    {
        $name = $this->config->get('nosocket.database');
        if ($name === null || $name === '' || $this->config->get('nosocket.options.dsn')) {
            return [];
        }
        return DatabaseConnection::options($name, $this->databases->connection($name)->getConfig());
    }
}
