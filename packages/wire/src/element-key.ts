/**
 * What a key is made from and found in: the part of `Element` that both need. Live DOM, the replay frame's DOM
 * and the document model's views all fit.
 *
 * @see docs/recording-format.md#W13
 */
export interface KeyElement {
  readonly localName: string
  readonly id: string
  readonly parentElement: KeyElement | null
  readonly parentNode: unknown
  readonly previousElementSibling: KeyElement | null
}
export interface SearchElement<E> {
  readonly localName: string
  readonly firstElementChild: E | null
  readonly nextElementSibling: E | null
  readonly shadowRoot: SearchRoot<E> | null
}
/** A document or an open shadow root. */
export interface SearchRoot<E> {
  readonly firstElementChild: E | null
  getElementById(id: string): E | null
}

/** Longer chains come from a broken tree: a form whose field is named `parentElement` is its own ancestor. */
const maxSteps = 1024

/**
 * The path by which an element is found again: `#cart>ul:1>li:3>button:1`, `body>main:1>a:2`,
 * `body>x-app:1>>#save` in an open shadow tree. `n` counts siblings of the same local name from 1.
 *
 * @param keepsId whether an id is stable and may be told (generated or personal ids are neither).
 */
export function elementKey(element: KeyElement, keepsId: (id: string, element: KeyElement) => boolean): string {
  let key = ''
  let at: KeyElement = element
  for (let step = 0; step < maxSteps; step++) {
    const { id, parentElement } = at
    const host = parentElement ? null : hostOf(at.parentNode)
    if (typeof id === 'string' && id && keepsId(id, at)) key = `#${escapeId(id)}${key}`
    else if (parentElement && !isTop(at, parentElement)) {
      key = `>${at.localName}:${ordinal(at)}${key}`
      at = parentElement
      continue
    } else key = host ? `${at.localName}:${ordinal(at)}${key}` : at.localName + key
    const outer = hostOf(rootOf(at))
    if (!outer) return key
    key = `>>${key}`
    at = outer
  }
  return ''
}

/** `body` and `head` need no number: they start a path. */
const isTop = (element: KeyElement, parent: KeyElement): boolean =>
  !parent.parentElement &&
  parent.localName === 'html' &&
  (element.localName === 'body' || element.localName === 'head') &&
  ordinal(element) === 1

function ordinal(element: KeyElement): number {
  let n = 1
  for (let before = element.previousElementSibling; before; before = before.previousElementSibling)
    if (before.localName === element.localName) n++
  return n
}

function rootOf(element: KeyElement): unknown {
  let top = element
  for (let step = 0; top.parentElement && step < maxSteps; step++) top = top.parentElement
  return top.parentNode
}

/** The host, if a node is a shadow root (`<a>` has a `host` too, but it is a string). */
function hostOf(node: unknown): KeyElement | null {
  const host = (node as { host?: unknown } | null)?.host
  return typeof host === 'object' && host ? (host as KeyElement) : null
}

const escapeId = (id: string): string => id.replace(/[%>]/g, (found) => (found === '%' ? '%25' : '%3E'))
const unescapeId = (id: string): string => id.replace(/%(25|3E)/g, (_, code: string) => (code === '25' ? '%' : '>'))

/**
 * Finds the element of a key, or null where the page has no such element now. It walks: no part of a key is ever
 * used as a selector.
 *
 * @param nameOf the recorded local name, for frames in which some elements had to be renamed.
 */
export function findByKey<E extends SearchElement<E>>(
  root: SearchRoot<E>,
  key: string,
  nameOf: (element: E) => string = (element) => element.localName,
): E | null {
  let scope: SearchRoot<E> | null = root
  let found: E | null = null
  for (const tree of key.split('>>')) {
    if (!scope) return null
    found = findInTree(scope, tree.split('>'), nameOf)
    if (!found) return null
    scope = found.shadowRoot
  }
  return found
}

function findInTree<E extends SearchElement<E>>(root: SearchRoot<E>, steps: string[], nameOf: (element: E) => string): E | null {
  const [start, ...rest] = steps
  if (!start) return null
  let found: E | null
  if (start.startsWith('#')) found = root.getElementById(unescapeId(start.slice(1)))
  else if (start.includes(':')) found = nth(root.firstElementChild, start, nameOf)
  else {
    const top = root.firstElementChild
    found = top && nameOf(top) !== start ? nth(top.firstElementChild, `${start}:1`, nameOf) : top
  }
  for (const step of rest) found = found && nth(found.firstElementChild, step, nameOf)
  return found
}

function nth<E extends SearchElement<E>>(first: E | null, step: string, nameOf: (element: E) => string): E | null {
  const colon = step.lastIndexOf(':')
  const name = step.slice(0, colon)
  let left = Number(step.slice(colon + 1))
  for (let at = first; at; at = at.nextElementSibling) if (nameOf(at) === name && --left === 0) return at
  return null
}
