<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Twig;

use Twig\Extension\AbstractExtension;
use Twig\TwigFunction;

/**
 * The template's function `nosocket()`.
 */
final class NoSocketTwigExtension extends AbstractExtension
{
    public function getFunctions(): array
    {
        return [new TwigFunction('nosocket', [PageRenderer::class, 'render'], ['is_safe' => ['html']])];
    }
}
