<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Command;

use NoSocket\Bundle\Connection\Connections;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;

/**
 * A command for one connection or all.
 *
 * @internal
 */
abstract class ConnectionsCommand extends Command
{
    public function __construct(protected readonly Connections $connections)
    {
        parent::__construct();
    }

    protected function configure(): void
    {
        $this->addOption('connection', 'c', InputOption::VALUE_REQUIRED, 'Only this connection', null);
    }

    /**
     * @return list<string> names of connections
     */
    protected function chosen(InputInterface $input): array
    {
        $name = $input->getOption('connection');

        return $name === null ? $this->connections->names : [$name];
    }
}
