<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Tests;

use NoSocket\Bundle\DependencyInjection\Configuration;
use PHPUnit\Framework\TestCase;
use Symfony\Component\Config\Definition\Dumper\YamlReferenceDumper;
use Symfony\Component\Config\Definition\Exception\InvalidConfigurationException;
use Symfony\Component\Config\Definition\Processor;

final class ConfigurationTest extends TestCase
{
    public function testWithoutConfigurationEverythingIsLeftToPhpIni(): void
    {
        $config = $this->process([]);
        self::assertSame('default', $config['default_connection']);
        self::assertSame([], \array_filter($config['connections']['default']));
        self::assertSame(['ttl' => null, 'csrf_token' => false, 'allowed_origins' => []], $config['grant']);
    }

    public function testASecretMayBeOneOrSeveral(): void
    {
        $secrets = static fn (array $config): array => $config['connections']['a']['secret'];
        $one = ['default_connection' => 'a', 'connections' => ['a' => ['secret' => 'x']]];
        self::assertSame(['x'], $secrets($this->process($one)));
        $one['connections']['a']['secret'] = ['x', 'y'];
        self::assertSame(['x', 'y'], $secrets($this->process($one)));
    }

    /** @dataProvider mistakes */
    public function testMistakesAreNamed(array $config, string $says): void
    {
        $this->expectException(InvalidConfigurationException::class);
        $this->expectExceptionMessage($says);
        $this->process($config);
    }

    public static function mistakes(): array
    {
        $default = static fn (array $settings): array => ['connections' => ['default' => $settings]];

        return [
            'a default that is not there' => [
                ['connections' => ['a' => [], 'b' => []]],
                'default_connection is "default"; configured under connections: a, b.',
            ],
            'an unknown setting' => [$default(['rate_limits' => 5]), 'Unrecognized option "rate_limits"'],
            'a limiter that does not exist' => [$default(['rate_limiter' => 'redis']), 'rate_limiter'],
            'a number that is too large' => [$default(['max_channels' => 1001]), 'max_channels'],
            'a grant that is good for ever' => [['grant' => ['ttl' => 3_000_000]], 'ttl'],
        ];
    }

    public function testTheReferenceInTheDocumentationIsThatOfTheCode(): void
    {
        $file = \dirname(__DIR__) . '/docs/config-reference.yaml';
        $reference = \trim((new YamlReferenceDumper())->dump(new Configuration()));
        self::assertStringContainsString(
            $reference,
            (string) \file_get_contents($file),
            'Write the output of "bin/console config:dump-reference nosocket" into docs/config-reference.yaml.',
        );
    }

    /**
     * @param array<string, mixed> $config
     *
     * @return array<string, mixed>
     */
    private function process(array $config): array
    {
        return (new Processor())->processConfiguration(new Configuration(), [$config]);
    }
}
