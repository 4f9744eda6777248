<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Http;

use Symfony\Component\HttpFoundation\RequestStack;

/**
 * The browser tab that sent the current request, for `emit(…, except: $tab->id())`: it knows already.
 */
final class CurrentTab
{
    public const HEADER = 'X-Socket-ID';

    public function __construct(private readonly RequestStack $requests)
    {
    }

    /**
     * The browser client's `id` from the header `X-Socket-ID`; null if there is none, or none that can be one.
     */
    public function id(): ?string
    {
        $id = $this->requests->getMainRequest()?->headers->get(self::HEADER) ?? '';

        return \preg_match('/^[!-~]{1,64}$/D', $id) === 1 ? $id : null;
    }
}
