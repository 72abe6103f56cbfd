import { type Attack, type Lure } from './attack.ts'
import { numberPage } from './recording.ts'

/** The page of an attack as a viewer without any of the defences shows it: parsed as HTML, its events done as they are told. */
export function controlOf(attack: Attack, lure: Lure): string | null {
  if (attack.control === null) return null
  if (attack.control) return `<!doctype html><body>${attack.control(lure)}`
  const events = attack.events?.(lure) ?? []
  const page = `<!doctype html>${attack.page(lure)}`
  if (!events.length) return page
  const names = [...numberPage(attack.page(lure)).ids].map(([name, id]) => [id, name])
  const data = JSON.stringify({ events, names }).replace(/</g, '\\u003c')
  return `${page}<script>(${applier})(${data})</script>`
}

/** Runs in the page. A number that no `id` has is what stands first in the node before. */
const applier = `function ({ events, names }) {
  const ids = new Map(names)
  const node = (id) => {
    const own = document.getElementById(ids.get(id))
    if (own) return own
    const before = document.getElementById(ids.get(id - 1))
    return before && (before.shadowRoot ?? before.firstChild)
  }
  const sheet = (css) => document.head.append(Object.assign(document.createElement('style'), { textContent: css }))
  const build = (parent, html) => {
    const range = document.createRange()
    range.selectNodeContents(parent)
    parent.append(range.createContextualFragment(html))
  }
  const appliers = {
    attribute: ({ id, name, value }) => node(id).setAttribute(name, value),
    add: ({ parent, html }) => build(node(parent), html),
    move: ({ id, parent }) => node(parent).append(node(id)),
    text: ({ id, text }) => (node(id).data = text),
    sheet: ({ css }) => sheet(css),
    sheetEdit: ({ css }) => sheet(css),
    frame: ({ host, html }) => (node(host).srcdoc = html),
    canvas: ({ image }) => (new Image().src = image),
    focus: ({ id }) => node(id).focus(),
    font: ({ family, source }) => sheet('@font-face{font-family:' + family + ';src:' + source + '}'),
    animation: ({ id, keyframes, timing }) => node(id).animate(JSON.parse(keyframes), JSON.parse(timing)),
  }
  for (const event of events) try { appliers[event.type]?.(event) } catch {}
}`

/** What a careless hand does to a page: every element is pointed at, focused and clicked, every form sent. Runs in the page. */
export const poke = `{
  const list = [...Document.prototype.querySelectorAll.call(document, '*')].slice(0, 400)
  for (const element of list) {
    try { element.dispatchEvent(new MouseEvent('mouseover', { bubbles: true })) } catch {}
    try { HTMLElement.prototype.focus.call(element) } catch {}
    try { EventTarget.prototype.dispatchEvent.call(element, new MouseEvent('click', { bubbles: true, cancelable: true })) } catch {}
    try { HTMLFormElement.prototype.requestSubmit.call(element) } catch {}
  }
}`
