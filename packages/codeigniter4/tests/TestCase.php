<?php

declare(strict_types=1);

namespace NoSocket\CodeIgniter\Tests;

use CodeIgniter\CLI\BaseCommand;
use CodeIgniter\Config\Factories;
use CodeIgniter\Controller;
use CodeIgniter\HTTP\IncomingRequest;
use CodeIgniter\HTTP\Response;
use CodeIgniter\HTTP\SiteURI;
use CodeIgniter\HTTP\URI;
use CodeIgniter\HTTP\UserAgent;
use Config\Services;
use NoSocket\CodeIgniter\Config\NoSocket as Config;

/**
 * Gives each test a log and settings of its own. Knows what differs between CodeIgniter and its doubles.
 */
abstract class TestCase extends \PHPUnit\Framework\TestCase
{
    protected const SECRET = 'the secret of these tests: 32 bytes and more';

    protected Config $config;

    protected function setUp(): void
    {
        $this->config = new Config();
        $this->config->dsn = 'sqlite:' . $this->newFile();
        $this->config->secret = self::SECRET;
        $this->config->authorizer = Rules::class;
        Factories::injectMock('config', Config::class, $this->config);
        Rules::$subject = 'user:1';
        array_map(Services::resetSingle(...), ['nosocket', 'nosocketChannels', 'request', 'response']);
        helper('nosocket');
    }

    protected function tearDown(): void
    {
        Factories::reset('config');
        exec('rm -rf ' . escapeshellarg(FCPATH . 'nosocket') . ' ' . escapeshellarg(WRITEPATH . 'nosocket.php'));
    }

    /** Gives the application's default group these settings. */
    protected function setDefaultGroup(array $group): void
    {
        $database = config('Database');
        $database->defaultGroup = 'default';
        $database->default = $group;
    }

    protected function newFile(): string
    {
        return WRITEPATH . bin2hex(random_bytes(6)) . '.sqlite';
    }

    /** @param array<string, string> $headers */
    protected function request(string $body = '', array $headers = []): IncomingRequest
    {
        if (!self::isReal()) {
            return new IncomingRequest($body, $headers);
        }
        $app = config('App');
        $uri = class_exists(SiteURI::class) ? new SiteURI($app, 'nosocket/grant') : new URI('http://localhost/nosocket/grant');
        $request = new IncomingRequest($app, $uri, $body, new UserAgent());
        foreach ($headers as $name => $value) {
            $request->setHeader($name, $value);
        }

        return $request;
    }

    /** @param class-string<Controller> $controller */
    protected function dispatch(string $controller, string $method, IncomingRequest $request): Response
    {
        $instance = new $controller();
        $response = self::isReal() ? new Response(config('App')) : new Response();
        $instance->initController($request, $response, self::isReal() ? service('logger') : null);

        return $instance->{$method}();
    }

    /**
     * @param class-string<BaseCommand> $command
     *
     * @return array{int, string} exit status and what it wrote
     */
    protected function spark(string $command, array $params = []): array
    {
        $instance = self::isReal() ? new $command(service('logger'), service('commands')) : new $command();
        $output = Capture::start();
        $status = $instance->run($params);

        // Without colours.
        return [$status, preg_replace('/\e\[[\d;]*m/', '', $output->stop())];
    }

    protected static function isReal(): bool
    {
        return getenv('NOSOCKET_CODEIGNITER') !== false;
    }
}
