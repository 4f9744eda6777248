<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Tests;

use NoSocket\Bundle\Connection\NativeExtension;
use Symfony\Component\Process\PhpExecutableFinder;
use Symfony\Component\Process\Process;

/**
 * PHP's extension is missing or too old.
 */
final class ExtensionTest extends BundleTestCase
{
    public function testTheSentenceSaysWhatIsWrongAndHowToMendIt(): void
    {
        self::assertNull(NativeExtension::fault(NativeExtension::AT_LEAST));
        self::assertNull(NativeExtension::fault('7.0.0'));
        self::assertStringContainsString('is not loaded. Install version', (string) NativeExtension::fault(null));
        $old = (string) NativeExtension::fault('0.0.9');
        self::assertStringContainsString('too old: it is version 0.0.9', $old);
        self::assertStringContainsString('extension=nosocket', $old);
    }

    /** @dataProvider programs */
    public function testWithoutTheExtension(string $program, string $prints): void
    {
        $php = new Process([(new PhpExecutableFinder())->find(), '-d', 'display_errors=stderr', '-r', <<<PHP
            require '{$this->bootstrap()}';
            class_exists('NoSocket', false) && exit('the extension is loaded');
            \$nosocket = ['connections' => ['default' => []]];
            \$kernel = new NoSocket\Bundle\Tests\App\TestKernel(\$nosocket, false);
            \$kernel->boot();
            \$container = \$kernel->getContainer()->get('test.service_container');
            $program
            PHP]);
        $php->run();
        if ($php->getOutput() === 'the extension is loaded') {
            self::markTestSkipped('php.ini loads the extension, so it cannot be left out here.');
        }
        self::assertStringContainsString($prints, $php->getOutput() . $php->getErrorOutput());
    }

    public static function programs(): array
    {
        $console = static fn (string $command): string => <<<PHP
            \$application = new Symfony\Bundle\FrameworkBundle\Console\Application(\$kernel);
            \$application->setAutoExit(false);
            \$application->run(new Symfony\Component\Console\Input\StringInput('$command'));
            PHP;
        $says = 'The PHP extension "nosocket" is not loaded. Install version';

        return [
            'an application that does not use it boots' => ['echo "booted";', 'booted'],
            'the cache\'s warmup says it' => [$console('cache:warmup'), 'The PHP extension "nosocket" is not loaded'],
            'unless it is told not to' => [$console('cache:warmup --no-optional-warmers'), 'was successfully warmed'],
            'diagnose says it' => [$console('nosocket:diagnose'), 'The PHP extension "nosocket" is not loaded'],
            'an emit says it' => [
                'try { $container->get("NoSocket\Bundle\PublisherInterface")->emit("a", "b"); }'
                    . ' catch (NoSocket\Bundle\ExtensionUnusable $e) { echo $e->getMessage(); }',
                $says,
            ],
            'a poll is answered with an error, and the log says it' => [
                '$request = Symfony\Component\HttpFoundation\Request::create("/nosocket/poll", "POST", [], [], [], [],'
                    . ' "{\"subscriptions\": {}}"); echo $kernel->handle($request)->getStatusCode();'
                    . ' print_r($kernel->getContainer()->get("logger")->lines);',
                $says,
            ],
        ];
    }

    private function bootstrap(): string
    {
        return __DIR__ . '/bootstrap.php';
    }
}
