<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Mercure;

use NoSocket\Bundle\ExtensionUnusable;
use NoSocket\Bundle\Message\Emit;
use NoSocket\Bundle\PublisherInterface;
use Symfony\Component\Mercure\Exception\RuntimeException;
use Symfony\Component\Mercure\HubInterface;
use Symfony\Component\Mercure\Jwt\TokenFactoryInterface;
use Symfony\Component\Mercure\Jwt\TokenProviderInterface;
use Symfony\Component\Mercure\Update;
use Symfony\Component\Routing\Generator\UrlGeneratorInterface;

/**
 * Lets code that publishes to a Mercure hub publish here.
 *
 * A topic is a channel, the update's type (or `message`) the event's name, its data the payload, a string as Mercure's
 * `event.data` is. Every channel needs a grant here, as a private update does there. An update's own id and retry have
 * no meaning: positions are given by the log.
 */
final class NoSocketHub implements HubInterface
{
    public function __construct(
        private readonly PublisherInterface $publisher,
        private readonly UrlGeneratorInterface $urls,
    ) {
    }

    /**
     * @return string `<channel>/<position>` of the first topic's event
     *
     * @throws RuntimeException if it cannot be stored, for whatever reason; the cause is the previous exception
     */
    public function publish(Update $update): string
    {
        $event = $update->getType() ?? 'message';
        $events = \array_map(
            static fn (string $topic): Emit => new Emit($topic, $event, $update->getData()),
            \array_values($update->getTopics()),
        );
        try {
            $first = $this->publisher->emitBatch($events)[0] ?? throw new RuntimeException('The update has no topic.');
        } catch (\NoSocket\Exception | ExtensionUnusable $fault) {
            throw new RuntimeException("The update was not published: {$fault->getMessage()}", 0, $fault);
        }

        return "$first->channel/$first->id";
    }

    public function getUrl(): string
    {
        return $this->getPublicUrl();
    }

    public function getPublicUrl(): string
    {
        return $this->urls->generate('nosocket_poll', [], UrlGeneratorInterface::ABSOLUTE_URL);
    }

    /**
     * There is no hub that would want a token: whoever can publish is this application.
     */
    public function getProvider(): TokenProviderInterface
    {
        return new class () implements TokenProviderInterface {
            public function getJwt(): string
            {
                throw new \LogicException('NoSocket needs no publisher token; readers get grants from nosocket_grant.');
            }
        };
    }

    public function getFactory(): ?TokenFactoryInterface
    {
        return null;
    }
}
