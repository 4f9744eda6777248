<?php

declare(strict_types=1);

namespace NoSocket\Laravel\Diagnosis;

use Illuminate\Contracts\Config\Repository;
use NoSocket\Laravel\ExtensionMissing;
use NoSocket\Laravel\NoSocketManager;
use Throwable;

/**
 * Examines one part after the other, as long as what the next one needs is sound.
 */
final class Doctor
{
    public function __construct(
        private readonly NoSocketManager $nosocket,
        private readonly PollProbe $probe,
        private readonly Repository $config,
    ) {
    }

    /**
     * @param string|null $url the application's address; null: the poll endpoint is left alone
     *
     * @return iterable<Finding>
     */
    public function examine(?string $url): iterable
    {
        try {
            ExtensionMissing::check();
            yield new Finding(true, 'extension', 'nosocket ' . phpversion('nosocket') . ', PHP ' . PHP_VERSION);
        } catch (ExtensionMissing $e) {
            return yield new Finding(false, 'extension', $e->getMessage());
        }
        try {
            $report = $this->nosocket->diagnostics();
        } catch (Throwable $e) {
            return yield new Finding(false, 'settings', $e->getMessage());
        }
        yield from $findings = $this->findings($report);
        yield $this->broadcasting();
        $sound = array_filter($findings, fn (Finding $finding): bool => ! $finding->good) === [];
        if ($sound && $url !== null) {
            yield $this->probe->examine($url);
        }
    }

    /**
     * @param array<string, mixed> $report of the extension
     *
     * @return list<Finding>
     */
    private function findings(array $report): array
    {
        ['dsn' => $dsn, 'secret' => $secret] = $report['settings'];
        return [
            $secret !== ''
                ? new Finding(true, 'secret', 'set')
                : new Finding(false, 'secret', 'There is none to sign grants with. Run nosocket:install.'),
            ...($dsn !== ''
                ? [new Finding(true, 'log', $dsn), $this->database($report['connection'])]
                : [new Finding(false, 'log', 'It has no place. Run nosocket:install, or set NOSOCKET_DATABASE.')]),
            ...($report['beacons'] === null ? [] : [$this->beacons($report['beacons'])]),
        ];
    }

    /**
     * @param array<string, mixed> $connection
     */
    private function database(array $connection): Finding
    {
        return match (true) {
            $connection['error'] !== null => new Finding(false, 'database', $connection['error']),
            $connection['schema_version'] === null => new Finding(
                false,
                'database',
                'The tables are missing. Run nosocket:install.',
            ),
            default => new Finding(
                true,
                'database',
                "$connection[server_version], schema version $connection[schema_version]",
            ),
        };
    }

    /**
     * @param array<string, mixed> $beacons
     */
    private function beacons(array $beacons): Finding
    {
        return new Finding($beacons['error'] === null, 'beacons', $beacons['error'] ?? $beacons['folder']);
    }

    private function broadcasting(): Finding
    {
        $default = $this->config->get('broadcasting.default');
        $driver = $this->config->get("broadcasting.connections.$default.driver");
        return $driver === 'nosocket'
            ? new Finding(true, 'broadcasts', "go through [$default]")
            : new Finding(false, 'broadcasts', "go through [$default]. Set BROADCAST_CONNECTION=nosocket in .env"
                . ' (BROADCAST_DRIVER up to Laravel 10).');
    }
}
