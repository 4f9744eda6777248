// @ts-check
// Events' names: what application code calls them, and what PHP emits.

/**
 * @param {string} event
 * @param {string | false | null} [namespace]
 */
export function eventName(event, namespace) {
  if (event.startsWith(".") || event.startsWith("\\")) return event.slice(1)
  return (namespace ? `${namespace}.${event}` : event).replaceAll(".", "\\")
}

/**
 * The other way round.
 *
 * @param {string} name
 * @param {string | false | null} [namespace]
 */
export function classOf(name, namespace) {
  const prefix = namespace ? `${namespace.replaceAll(".", "\\")}\\` : ""
  return prefix && name.startsWith(prefix) ? name.slice(prefix.length) : `.${name}`
}
