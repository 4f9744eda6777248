<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Command;

use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Output\OutputInterface;
use Symfony\Component\Console\Style\SymfonyStyle;

/**
 * Removes expired events. Emits do so as well, by chance; this is for a scheduler.
 */
#[AsCommand(name: 'nosocket:cleanup', description: 'Remove expired events from NoSocket\'s tables')]
final class CleanupCommand extends ConnectionsCommand
{
    protected function execute(InputInterface $input, OutputInterface $output): int
    {
        $io = new SymfonyStyle($input, $output);
        foreach ($this->chosen($input) as $name) {
            $removed = $this->connections->get($name)->cleanup();
            $events = $removed === 1 ? 'event' : 'events';
            $io->success("Connection \"$name\": $removed expired $events removed.");
        }

        return self::SUCCESS;
    }
}
