// @ts-check
// Drawing the eye to what has just happened.

/**
 * Runs the animation of a class again, even while it runs.
 *
 * @param {HTMLElement} element
 * @param {string} name
 */
export function restart(element, name) {
  element.classList.remove(name)
  // Reading the layout makes the browser notice that the class was gone.
  void element.offsetWidth
  element.classList.add(name)
}
