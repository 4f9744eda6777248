<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Tests\App;

use NoSocket\Bundle\Event\EventsEmitted;
use NoSocket\Bundle\Event\GrantIssued;
use Symfony\Component\EventDispatcher\EventSubscriberInterface;

/**
 * Remembers the bundle's events, and fails if it is told to.
 */
final class Listener implements EventSubscriberInterface
{
    /** @var list<EventsEmitted|GrantIssued> */
    public array $heard = [];
    public bool $fails = false;

    public static function getSubscribedEvents(): array
    {
        return [EventsEmitted::class => 'hear', GrantIssued::class => 'hear'];
    }

    public function hear(EventsEmitted|GrantIssued $event): void
    {
        $this->heard[] = $event;
        if ($this->fails) {
            throw new \RuntimeException('the listener failed');
        }
    }
}
