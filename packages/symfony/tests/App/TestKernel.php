<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Tests\App;

use NoSocket\Bundle\NoSocketBundle;
use Symfony\Bundle\FrameworkBundle\FrameworkBundle;
use Symfony\Bundle\FrameworkBundle\Kernel\MicroKernelTrait;
use Symfony\Bundle\SecurityBundle\SecurityBundle;
use Symfony\Bundle\TwigBundle\TwigBundle;
use Symfony\Bundle\WebProfilerBundle\WebProfilerBundle;
use Symfony\Component\Config\Loader\LoaderInterface;
use Symfony\Component\DependencyInjection\Compiler\CompilerPassInterface;
use Symfony\Component\DependencyInjection\ContainerBuilder;
use Symfony\Component\HttpKernel\Kernel;
use Symfony\Component\Routing\Loader\Configurator\RoutingConfigurator;
use Symfony\Component\Security\Core\User\InMemoryUser;

/**
 * A small application with users, a voter and a controller; its nosocket configuration is the test's.
 */
final class TestKernel extends Kernel implements CompilerPassInterface
{
    use MicroKernelTrait;

    /**
     * @param array<string, mixed> $nosocket what stands under `nosocket`
     */
    public function __construct(private readonly array $nosocket, bool $debug = true)
    {
        parent::__construct('test', $debug);
    }

    public function registerBundles(): iterable
    {
        return [
            new FrameworkBundle(),
            new SecurityBundle(),
            new TwigBundle(),
            new WebProfilerBundle(),
            new NoSocketBundle(),
        ];
    }

    public function getProjectDir(): string
    {
        return __DIR__;
    }

    public function getCacheDir(): string
    {
        return self::folder() . '/' . \hash('sha256', \serialize($this->nosocket)) . ($this->debug ? '-debug' : '');
    }

    public function getLogDir(): string
    {
        return self::folder();
    }

    /** A folder of this process, gone when it ends. */
    public static function folder(): string
    {
        static $folder = null;
        if ($folder === null) {
            $folder = \sys_get_temp_dir() . '/nosocket-bundle-' . \getmypid();
            @\mkdir($folder);
            $process = \getmypid();
            \register_shutdown_function(static function () use ($folder, $process): void {
                if (\getmypid() === $process) {
                    (new \Symfony\Component\Filesystem\Filesystem())->remove($folder);
                }
            });
        }

        return $folder;
    }

    protected function configureContainer(ContainerBuilder $container, LoaderInterface $loader): void
    {
        $security = ['enable_authenticator_manager' => true];
        $container->loadFromExtension('framework', [
            'test' => true,
            'secret' => 'secret of the test application',
            'router' => ['utf8' => true],
            'session' => ['storage_factory_id' => 'session.storage.factory.mock_file', 'handler_id' => null],
            'csrf_protection' => true,
            'messenger' => ['enabled' => true],
            'profiler' => ['collect' => false],
            'http_method_override' => false,
            'php_errors' => ['log' => true],
        ]);
        $container->loadFromExtension('security', (self::MAJOR_VERSION < 6 ? $security : []) + [
            'password_hashers' => [InMemoryUser::class => 'plaintext'],
            'providers' => ['users' => ['memory' => ['users' => [
                'alice' => ['password' => 'secret', 'roles' => ['ROLE_USER']],
                'bob' => ['password' => 'secret', 'roles' => ['ROLE_USER']],
            ]]]],
            'firewalls' => ['main' => ['lazy' => true, 'http_basic' => null]],
        ]);
        $container->loadFromExtension('twig', ['default_path' => '%kernel.project_dir%/templates']);
        $container->loadFromExtension('web_profiler', ['toolbar' => false]);
        $container->loadFromExtension('nosocket', $this->nosocket);
        foreach ([TestVoter::class, TestController::class, Listener::class, Autowired::class] as $service) {
            $container->autowire($service)->setAutoconfigured(true)->setPublic(true)
                ->addTag('controller.service_arguments');
        }
        $container->register('logger', TestLogger::class)->setPublic(true);
    }

    protected function configureRoutes(RoutingConfigurator $routes): void
    {
        $routes->import(\dirname(__DIR__, 2) . '/config/routes.php');
        $routes->add('page', '/page')->controller([TestController::class, 'page']);
        $routes->add('place', '/place')->controller([TestController::class, 'place']);
        $routes->import('@WebProfilerBundle/Resources/config/routing/profiler.xml')->prefix('/_profiler');
        $routes->import('@WebProfilerBundle/Resources/config/routing/wdt.xml')->prefix('/_wdt');
    }

    /** Makes what tests look at public. */
    public function process(ContainerBuilder $container): void
    {
        foreach ($container->getAliases() + $container->getDefinitions() as $id => $service) {
            if (\str_contains(\strtolower($id), 'nosocket')) {
                $service->setPublic(true);
            }
        }
    }
}
