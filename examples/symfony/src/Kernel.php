<?php

declare(strict_types=1);

namespace App;

use Symfony\Bundle\FrameworkBundle\Kernel\MicroKernelTrait;
use Symfony\Component\HttpKernel\Kernel as BaseKernel;

/**
 * The application.
 */
final class Kernel extends BaseKernel
{
    use MicroKernelTrait;

    public function getProjectDir(): string
    {
        return \dirname(__DIR__);
    }

    /** APP_VAR moves what is written out of the checkout. */
    public function getCacheDir(): string
    {
        return ($_SERVER['APP_VAR'] ?? $this->getProjectDir() . '/var') . '/cache/' . $this->environment;
    }

    public function getLogDir(): string
    {
        return ($_SERVER['APP_VAR'] ?? $this->getProjectDir() . '/var') . '/log';
    }
}
