<?php

declare(strict_types=1);

namespace NoSocket\Bundle\Http;

use Symfony\Component\HttpFoundation\Request;

/**
 * The JSON object in the body of a POST.
 */
final class JsonBody
{
    // As deep as the endpoint poll.php reads.
    private const DEPTH = 128;

    /**
     * @param int $maxBytes how long the body may be
     *
     * @throws Refusal if it is another method, too long, or no JSON object
     */
    public static function of(Request $request, int $maxBytes): \stdClass
    {
        if ($request->getRealMethod() !== 'POST') {
            throw new Refusal(
                'method_not_allowed',
                "the method \"{$request->getRealMethod()}\" is not allowed here; send a POST",
            );
        }
        $body = $request->getContent();
        if (\strlen($body) > $maxBytes) {
            throw new Refusal('too_large', "the body has more than the $maxBytes bytes that are allowed");
        }
        try {
            $object = \json_decode($body, false, self::DEPTH, \JSON_THROW_ON_ERROR);
        } catch (\JsonException $fault) {
            throw new Refusal('invalid_request', "the body is not JSON: {$fault->getMessage()}");
        }
        if (!$object instanceof \stdClass) {
            throw new Refusal('invalid_request', 'the body must be a JSON object, not ' . \get_debug_type($object));
        }

        return $object;
    }
}
