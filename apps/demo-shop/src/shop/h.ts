export type Child = Node | string | number | null | undefined | false | readonly Child[]

type Handler = (event: Event) => void
type Attribute = string | number | boolean | null | undefined | Handler
export type Attributes = Record<string, Attribute>

function append(parent: Node, child: Child): void {
  if (child === null || child === undefined || child === false) return
  if (Array.isArray(child)) for (const one of child as readonly Child[]) append(parent, one)
  else parent.appendChild(child instanceof Node ? child : document.createTextNode(String(child)))
}

/** Makes an element. `onclick` and the like are listeners; `true` sets a bare attribute; null, undefined and false set none. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes?: Attributes | null,
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    else if (value === true) element.setAttribute(name, '')
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, String(value))
  }
  append(element, children)
  return element
}

/** A small line icon from our own set. */
export function icon(name: keyof typeof iconPaths): Node {
  const holder = document.createElement('span')
  holder.innerHTML = `<svg class="icon" viewBox="0 0 24 24" width="22" height="22" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="${iconPaths[name]}"/></svg>`
  return holder.firstElementChild!
}

const iconPaths = {
  search: 'M10.5 4a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13M15.5 15.5L20 20',
  basket: 'M3.5 9h17l-1.6 10.2a1 1 0 0 1-1 .8H6.1a1 1 0 0 1-1-.8zM8 9l3-5M16 9l-3-5',
  person: 'M12 4a4 4 0 1 1 0 8a4 4 0 0 1 0-8M4.5 20.5c.6-4 3.6-6 7.5-6s6.9 2 7.5 6',
  chevron: 'M6 9.5l6 6l6-6',
  heart: 'M12 20C5 15.5 3.5 12.5 3.5 9.5A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 8.5 2.5C20.5 12.5 19 15.5 12 20z',
  close: 'M6 6l12 12M18 6L6 18',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  ruler: 'M3 15L15 3l6 6L9 21zM7 11l2.5 2.5M10.5 7.5L12 9M13.5 4.5L16 7',
} as const
