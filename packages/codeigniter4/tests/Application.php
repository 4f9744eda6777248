<?php

declare(strict_types=1);

namespace NoSocket\CodeIgniter\Tests;

use RuntimeException;

/**
 * An application in a folder of its own. With a checkout it is CodeIgniter's skeleton plus the one line that the README
 * asks for; without, it is no more than the folders.
 */
final class Application
{
    private function __construct(public readonly string $folder)
    {
    }

    public static function make(?string $checkout): self
    {
        $application = new self(sys_get_temp_dir() . '/nosocket-ci4-' . bin2hex(random_bytes(6)));
        mkdir("$application->folder/public", 0755, true);
        mkdir("$application->folder/writable");
        if ($checkout !== null) {
            $application->copySkeleton($checkout);
        }

        return $application;
    }

    /** Replaces text in one of its files, which must have it. */
    public function edit(string $file, string $search, string $replace): void
    {
        $text = (string) file_get_contents("$this->folder/$file");
        if (!str_contains($text, $search)) {
            throw new RuntimeException("$file has no: $search");
        }
        file_put_contents("$this->folder/$file", str_replace($search, $replace, $text));
    }

    public function write(string $file, string $text): void
    {
        file_put_contents("$this->folder/$file", $text);
    }

    public function remove(): void
    {
        self::run(['rm', '-rf', $this->folder]);
    }

    private function copySkeleton(string $checkout): void
    {
        foreach (['app', 'public', 'writable', 'spark'] as $part) {
            self::run(['cp', '-r', "$checkout/$part", $this->folder]);
        }
        $system = realpath("$checkout/system") ?: throw new RuntimeException("$checkout has no folder system.");
        $this->edit('app/Config/Paths.php', "__DIR__ . '/../../system'", var_export($system, true));
        $this->edit('app/Config/Paths.php', "__DIR__ . '/../../tests'", var_export(__DIR__, true));
        $source = var_export(dirname(__DIR__) . '/src', true);
        $this->edit('app/Config/Autoload.php', '=> APPPATH,', "=> APPPATH,\n        'NoSocket\\\\CodeIgniter' => $source,");
    }

    /** @param list<string> $command */
    private static function run(array $command): void
    {
        $process = proc_open($command, [], $pipes);
        if ($process === false || proc_close($process) !== 0) {
            throw new RuntimeException(implode(' ', $command) . ' failed.');
        }
    }
}
