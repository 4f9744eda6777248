<?php

declare(strict_types=1);

namespace NoSocket\Laravel;

use Illuminate\Contracts\Broadcasting\Factory;
use Illuminate\Contracts\Config\Repository;
use Illuminate\Http\Request;
use Illuminate\Support\HtmlString;
use Illuminate\Support\Str;
use NoSocket\Laravel\Broadcasting\Grants;

/**
 * What a page hands to the browser's client.
 */
final class Page
{
    public function __construct(
        private readonly NoSocketManager $nosocket,
        private readonly Factory $broadcasting,
        private readonly Grants $grants,
        private readonly Repository $config,
        private readonly Request $request,
    ) {
    }

    /**
     * @param list<string> $channels
     *
     * @return array<string, mixed>
     */
    public function for(array $channels): array
    {
        $permitted = $this->broadcasting->connection('nosocket')->permitted($this->request, $channels);
        $grant = $this->grants->issue($this->request, $permitted, $channels);
        return [
            'endpoint' => $this->address($this->config->get('nosocket.endpoint')),
            'grantEndpoint' => $this->address($this->config->get('nosocket.path') . '/grant'),
            'namespace' => Str::slug((string) $this->config->get('app.name')) . ':' . Grants::subject($this->request),
            'token' => $grant['token'] ?? null,
            'channels' => (object) $permitted,
            'forbidden' => $grant['forbidden'] ?? $channels,
            'cursors' => (object) $this->nosocket->cursors(array_map('strval', array_keys($permitted))),
        ];
    }

    /**
     * What the directive `@nosocket` renders: JSON that nothing in it can break out of, and that no Content Security
     * Policy forbids, since it is not run.
     *
     * @param array<string|int, mixed> $page what page() gave, or a list of channels
     */
    public function script(array $page): HtmlString
    {
        $flags = JSON_HEX_TAG | JSON_HEX_AMP | JSON_HEX_APOS | JSON_THROW_ON_ERROR;
        $json = json_encode(array_is_list($page) ? $this->for($page) : $page, $flags);
        return new HtmlString("<script type=\"application/json\" id=\"nosocket\">$json</script>");
    }

    /** Its path, also where the application lies in a folder. */
    private function address(string $address): string
    {
        return Str::startsWith($address, ['http://', 'https://'])
            ? $address
            : $this->request->getBaseUrl() . '/' . ltrim($address, '/');
    }
}
