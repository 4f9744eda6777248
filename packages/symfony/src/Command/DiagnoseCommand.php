<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Command;

use NoSocket\Bundle\ExtensionUnusable;
use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;
use Symfony\Component\Console\Output\OutputInterface;
use Symfony\Component\Console\Style\SymfonyStyle;

/**
 * Says what a person needs to know when something is wrong.
 */
#[AsCommand(name: 'nosocket:diagnose', description: 'Show NoSocket\'s settings, connection and log, and what is wrong')]
final class DiagnoseCommand extends ConnectionsCommand
{
    private const JSON = \JSON_PRETTY_PRINT | \JSON_UNESCAPED_SLASHES | \JSON_THROW_ON_ERROR;

    protected function configure(): void
    {
        parent::configure();
        $this->addOption('json', null, InputOption::VALUE_NONE, 'As JSON, for programs');
    }

    protected function execute(InputInterface $input, OutputInterface $output): int
    {
        $io = new SymfonyStyle($input, $output);
        $found = [];
        $faults = [];
        foreach ($this->chosen($input) as $name) {
            try {
                $found[$name] = $this->connections->get($name)->diagnostics();
                $fault = $found[$name]['connection']['error'] ?? $this->fault($found[$name]);
            } catch (ExtensionUnusable | \NoSocket\InvalidArgumentException $unusable) {
                $found[$name] = ['error' => $fault = $unusable->getMessage()];
            }
            $faults[$name] = $fault;
        }
        $input->getOption('json')
            ? $output->writeln(\json_encode($found, self::JSON))
            : $this->show($io, $found, $faults);

        return \array_filter($faults) === [] ? self::SUCCESS : self::FAILURE;
    }

    /**
     * @param array<string, mixed> $diagnostics
     */
    private function fault(array $diagnostics): ?string
    {
        return ($diagnostics['settings']['secret'] ?? '') === ''
            ? 'No secret is set, so no grant can be signed. Set nosocket.connections.*.secret; '
                . '"openssl rand -hex 32" makes one.'
            : $diagnostics['beacons']['error'] ?? null;
    }

    /**
     * @param array<string, array<string, mixed>> $found
     * @param array<string, string|null>          $faults
     */
    private function show(SymfonyStyle $io, array $found, array $faults): void
    {
        foreach ($found as $name => $diagnostics) {
            $io->title("Connection \"$name\"");
            foreach (\array_filter($diagnostics, 'is_array') as $part => $values) {
                $io->section($part);
                $io->table([], \array_map(
                    static fn (string $key, mixed $value): array => [$key, self::text($value)],
                    \array_keys($values),
                    $values,
                ));
            }
            $faults[$name] === null
                ? $io->success("Version {$diagnostics['version']}; all is well.")
                : $io->error($faults[$name]);
        }
    }

    private static function text(mixed $value): string
    {
        return match (true) {
            \is_bool($value) => $value ? 'yes' : 'no',
            $value === null => '–',
            default => (string) $value,
        };
    }
}
