<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Connection;

use Symfony\Component\HttpKernel\CacheWarmer\CacheWarmerInterface;

/**
 * Says at installation (cache:clear, cache:warmup) that PHP's extension is missing, rather than at the first event.
 */
final class ExtensionWarmer implements CacheWarmerInterface
{
    /**
     * Whoever builds an image with another PHP than the one that will run it passes --no-optional-warmers.
     */
    public function isOptional(): bool
    {
        return true;
    }

    /**
     * @return list<string>
     */
    public function warmUp(string $cacheDir, ?string $buildDir = null): array
    {
        NativeExtension::check();

        return [];
    }
}
