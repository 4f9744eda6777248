<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Tests\App;

use NoSocket\Bundle\NoSocketBundle;
use Symfony\Bundle\FrameworkBundle\FrameworkBundle;
use Symfony\Bundle\FrameworkBundle\Kernel\MicroKernelTrait;
use Symfony\Component\Config\Loader\LoaderInterface;
use Symfony\Component\DependencyInjection\ContainerBuilder;
use Symfony\Component\HttpKernel\Kernel;
use Symfony\Component\Routing\Loader\Configurator\RoutingConfigurator;

/**
 * An application without Twig, security, Messenger and a configuration of the bundle.
 */
final class MinimalKernel extends Kernel
{
    use MicroKernelTrait;

    public function registerBundles(): iterable
    {
        return [new FrameworkBundle(), new NoSocketBundle()];
    }

    public function getProjectDir(): string
    {
        return __DIR__;
    }

    public function getCacheDir(): string
    {
        return TestKernel::folder() . "/minimal-$this->environment";
    }

    public function getLogDir(): string
    {
        return TestKernel::folder();
    }

    protected function configureContainer(ContainerBuilder $container, LoaderInterface $loader): void
    {
        $container->loadFromExtension('framework', ['secret' => 'x', 'test' => true, 'http_method_override' => false]);
        $container->register('logger', TestLogger::class)->setPublic(true);
        $container->autowire(Autowired::class)->setPublic(true);
    }

    protected function configureRoutes(RoutingConfigurator $routes): void
    {
        $routes->import(\dirname(__DIR__, 2) . '/config/routes.php');
    }
}
