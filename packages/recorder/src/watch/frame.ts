import { captureNodes, forget } from '../dom/capture.ts'
import { createSeen, findAll, withSeen } from '../dom/find.ts'
import { doctypeOf } from '../dom/doctype.ts'
import { pageUrl } from '../privacy/url.ts'
import type { Page, Scope } from '../scope.ts'

/**
 * Documents in iframes, whole, whenever there is another one; what happens in them is watched by everyone as on the
 * page itself. One that cannot be reached stays a box, and is counted.
 */
export function watchFrame(scope: Scope, observe: (root: Node) => void): void {
  const { numbering } = scope
  /** Those of the recording, and those that are listened to. */
  const hosts = new Set<HTMLIFrameElement>()
  const known = new WeakSet<Element>()
  const missed = new WeakSet<Element>()
  const due = new Set<HTMLIFrameElement>()
  const request = scope.onFrame(tellAll)
  function note(host: HTMLIFrameElement): void {
    due.add(host)
    request()
  }

  function tellAll(): void {
    if (!due.size) return
    scope.flushTree()
    // Those in frames come while it runs.
    for (const host of due) {
      due.delete(host)
      const id = scope.idOf(host)
      if (id && !numbering.blocked.has(host)) tell(host, id)
    }
  }
  function tell(host: HTMLIFrameElement, id: number): void {
    const before = numbering.frames.get(host)
    const inner = host.contentDocument
    if (inner) {
      // What stands in until an address is loaded.
      if (inner.URL === 'about:blank' && !inner.body?.firstChild && (host.srcdoc || /^(?!about:blank)./.test(host.src))) return
      scope.enter(inner.defaultView as Page)
      if (before === inner && scope.idOf(inner)) return
    }
    if (before) forget(numbering, before)
    numbering.frames.delete(host)
    if (inner) tellDocument(id, host, inner)
    else {
      if (before) scope.emit({ type: 'foreignFrame', host: id, tab: '' })
      if (!missed.has(host)) scope.lose('frame', 1)
      missed.add(host)
    }
  }
  function tellDocument(host: number, element: Element, inner: Document): void {
    numbering.frames.set(element, inner)
    numbering.ids.set(inner, numbering.nextId++)
    const seen = createSeen()
    const { job, empties, roots } = captureNodes(scope, inner.documentElement, null, inner, seen)
    scope.emit(
      {
        type: 'frame',
        host,
        html: '',
        doctype: doctypeOf(inner),
        url: pageUrl(inner.URL),
        base: pageUrl(inner.baseURI),
        splits: [],
        empties,
      },
      job,
    )
    for (const root of [inner, ...roots]) observe(root)
    scope.arrived(withSeen([inner, ...roots], seen))
    // Scrolled before; asked once the page is calm, since asking needs layout.
    scope.later(300, () => {
      const { scrollX: x = 0, scrollY: y = 0 } = inner.defaultView ?? {}
      const id = scope.idOf(inner)
      if (id && (x || y)) scope.emit({ type: 'scroll', id, x, y })
    })
  }

  scope.onArrive.push((roots) => {
    for (const host of findAll(roots, 'iframe') as Iterable<HTMLIFrameElement>) {
      // The event stays in the shadow tree that it happens in.
      if (!known.has(host)) scope.listen(host, 'load', () => note(host))
      known.add(host)
      hosts.add(host)
      note(host)
    }
    for (const { parentNode } of roots)
      if (parentNode?.nodeType === 9 && parentNode !== scope.document) scope.enter((parentNode as Document).defaultView as Page)
  })
  scope.onSeal.push(() => {
    // A document that loads slowly, or for ever, is there long before its event.
    for (const host of hosts)
      if (!scope.idOf(host)) hosts.delete(host)
      else if (host.contentDocument !== (numbering.frames.get(host) ?? null)) due.add(host)
    tellAll()
  })
}
