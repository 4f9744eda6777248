<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Command;

use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Output\OutputInterface;
use Symfony\Component\Console\Style\SymfonyStyle;

/**
 * Creates or upgrades the tables.
 */
#[AsCommand(name: 'nosocket:install', description: 'Create or upgrade NoSocket\'s tables')]
final class InstallCommand extends ConnectionsCommand
{
    protected function execute(InputInterface $input, OutputInterface $output): int
    {
        $io = new SymfonyStyle($input, $output);
        foreach ($this->chosen($input) as $name) {
            $version = $this->connections->get($name)->install();
            $io->success("Connection \"$name\": the tables are there, schema version $version.");
        }

        return self::SUCCESS;
    }
}
