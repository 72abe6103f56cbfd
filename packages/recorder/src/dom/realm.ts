import { type AfterCall, native, patch } from '../native.ts'
import type { Page } from '../scope.ts'

/** What happens to the page as a whole; that it happens to a frame is no news. */
const ofPage = /page|visib|freeze|resum|resiz|DOM|pops|hash/

/** What is listened to and patched on the page is so in the windows of its frames, too: each has prototypes of its own. */
export interface Realms {
  listen(target: EventTarget, type: string, hook: (event: Event) => void): void
  patch(target: object | undefined, name: string, after: AfterCall, part?: 'value' | 'set' | 'get'): void
  /** May be called again: a document that is written anew has lost its listeners. */
  enter(view: Page): void
  /** The page itself is written anew. */
  again(): void
  end(): void
}

export function createRealms(window: Page): Realms {
  // It lets go of what the page has let go of.
  const ended = new AbortController()
  const listeners: ((view: Page) => void)[] = []
  /** Those of the page. Who listens already does not twice. */
  const own: (() => void)[] = []
  const patches: ((view: Page) => () => void)[] = []
  /** By something that is the realm's own: the window stays the same when another document is loaded. */
  const undos = new WeakMap<object, (() => void)[]>()
  let entered: WeakRef<object>[] = []
  const typed = (view: Page, name: string): { prototype?: object } | undefined =>
    (view as unknown as Record<string, { prototype?: object }>)[name]

  function enter(view: Page): void {
    for (const listen of listeners) listen(view)
    if (undos.has(view.Object)) return
    undos.set(
      view.Object,
      patches.map((apply) => apply(view)),
    )
    entered = [...entered.filter((realm) => realm.deref()), new WeakRef(view.Object)]
  }
  undos.set(window.Object, [])
  entered.push(new WeakRef(window.Object))

  return {
    listen(target, type, hook) {
      const listen = (to: EventTarget): void =>
        native(to, 'addEventListener')(type, hook, { capture: true, passive: true, signal: ended.signal })
      listen(target)
      if (target === window || target === window.document) own.push(() => listen(target))
      if (ofPage.test(type)) return
      if (target === window) listeners.push(listen)
      else if (target === window.document) listeners.push((view) => listen(view.document))
    },
    patch(target, name, after, part) {
      undos.get(window.Object)!.push(patch(target, name, after, part))
      const type = (target?.constructor as { name?: string } | undefined)?.name ?? ''
      if (target === window) patches.push((view) => patch(view, name, after, part))
      else if (target && typed(window, type)?.prototype === target)
        patches.push((view) => patch(typed(view, type)?.prototype, name, after, part))
    },
    enter,
    again: () => own.forEach((listen) => listen()),
    end() {
      ended.abort()
      for (const realm of entered)
        for (const undo of undos.get(realm.deref() ?? ended) ?? [])
          try {
            undo()
          } catch {
            // The window shows another origin's page now.
          }
    },
  }
}

/**
 * Calls `again` when a script writes the page anew, which takes all listeners from its document and its window.
 *
 * @see https://html.spec.whatwg.org/multipage/dynamic-markup-insertion.html#document-open-steps
 */
export function onRewrite(window: Page, again: () => void): () => void {
  const { document } = window
  let top = document.documentElement
  const undos = ['open', 'write', 'writeln'].map((name) =>
    patch(window.Document.prototype, name, (self) => {
      if (self !== document || top === document.documentElement) return
      top = document.documentElement
      again()
    }),
  )
  return () => undos.forEach((undo) => undo())
}

/** The iframe whose document a node stands in; null where that is the page's own. */
export function frameOf(page: Document, node: Node): Element | null {
  const own = node.ownerDocument ?? (node as Document)
  return own === page ? null : (own.defaultView?.frameElement ?? null)
}

/** Where the viewport of a node's document stands in the page's, px. Reads layout only for what is in a frame. */
export function originOf(page: Document, node: Node): { x: number; y: number } {
  let x = 0
  let y = 0
  for (let host = frameOf(page, node); host; host = frameOf(page, host)) {
    const box = host.getBoundingClientRect()
    x += box.left + host.clientLeft
    y += box.top + host.clientTop
  }
  return { x, y }
}
