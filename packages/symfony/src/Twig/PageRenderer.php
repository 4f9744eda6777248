<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Twig;

use NoSocket\Bundle\Connection\Connections;
use NoSocket\Bundle\Http\CsrfGuard;
use NoSocket\Bundle\Page\Page;
use NoSocket\Bundle\Page\PageFactory;
use Symfony\Component\Routing\Generator\UrlGeneratorInterface;
use Twig\Extension\RuntimeExtensionInterface;

/**
 * Renders what the browser client needs as a JSON script element, which connect.js reads.
 */
final class PageRenderer implements RuntimeExtensionInterface
{
    /**
     * @param string|null $endpoint path of poll.php for the default connection; null: the route `nosocket_poll`
     */
    public function __construct(
        private readonly PageFactory $pages,
        private readonly Connections $connections,
        private readonly UrlGeneratorInterface $urls,
        private readonly CsrfGuard $csrf,
        private readonly ?string $endpoint = null,
    ) {
    }

    /**
     * @param Page|list<string> $page channels: for pages that read their data later, by JavaScript
     * @param string            $id   the element's id, if a page has several
     */
    public function render(Page|array $page, string $id = 'nosocket'): string
    {
        $page = $page instanceof Page ? $page : $this->pages->follow($page);
        $json = \json_encode([
            'endpoint' => $this->endpoint($page->connection),
            'grantUrl' => $this->url('nosocket_grant', $page->connection),
            'csrfToken' => $this->csrf->token(),
            'namespace' => $page->namespace,
            'token' => $page->token,
            'subscriptions' => (object) $page->positions,
            'denied' => $page->denied,
        ], \JSON_THROW_ON_ERROR | \JSON_HEX_TAG | \JSON_HEX_AMP | \JSON_HEX_APOS | \JSON_UNESCAPED_SLASHES);

        return \sprintf('<script type="application/json" id="%s">%s</script>', \htmlspecialchars($id), $json);
    }

    private function endpoint(string $connection): string
    {
        return $this->endpoint !== null && $connection === $this->connections->default
            ? $this->endpoint
            : $this->url('nosocket_poll', $connection);
    }

    private function url(string $route, string $connection): string
    {
        $parameters = $connection === $this->connections->default ? [] : ['connection' => $connection];

        return $this->urls->generate($route, $parameters);
    }
}
