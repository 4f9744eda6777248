<?php

declare(strict_types=1);

namespace CodeIgniter\Config;

/**
 * Takes properties from the environment, as CodeIgniter does from .env.
 */
class BaseConfig
{
    public function __construct()
    {
        $class = strtolower(substr(strrchr('\\' . static::class, '\\'), 1));
        foreach (array_keys(get_object_vars($this)) as $property) {
            $value = $_ENV["$class.$property"] ?? null;
            if ($value !== null) {
                settype($value, ltrim((string) (new \ReflectionProperty($this, $property))->getType(), '?'));
                $this->{$property} = $value;
            }
        }
    }
}
