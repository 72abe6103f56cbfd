import { captureNodes } from '../dom/capture.ts'
import { pageUrl } from '../privacy/url.ts'
import type { Scope, Watcher } from '../scope.ts'
import type { MutationWatcher } from './mutation.ts'

export interface KeyframeWatcher extends Watcher {
  /** Tells the whole document. Returns false while there is none, or none that could be told. */
  take(): boolean
}

/** @param seal closes the chunk before: a chunk's ids build on one keyframe only */
export function watchKeyframe(scope: Scope, mutation: MutationWatcher, seal: () => void): KeyframeWatcher {
  const { document, window, numbering } = scope
  let cancel: (() => void) | null = null
  let isTaken = false

  function take(): boolean {
    const top = document.documentElement
    if (!top) return false
    if (isTaken) seal()
    isTaken = true
    mutation.reset()
    numbering.ids = new WeakMap([[document as Node, 1]])
    numbering.nextId = 2
    const captured = captureNodes(scope, top, top.nextSibling, document)
    if (!captured) {
      scope.lose('event', 1, 'keyframe')
      return false
    }
    scope.emit({
      type: 'keyframe',
      html: captured.html,
      doctype: doctypeOf(document),
      url: pageUrl(window.location.href),
      base: pageUrl(document.baseURI),
      nodes: numbering.nextId - 1,
      width: window.innerWidth,
      height: window.innerHeight,
      scrollX: window.scrollX,
      scrollY: window.scrollY,
      splits: captured.splits,
      empties: captured.empties,
    })
    for (const root of [document, ...captured.roots]) mutation.observe(root)
    scope.arrived([document, ...captured.roots])
    return true
  }
  scope.requestKeyframe = () => {
    cancel ??= scope.later(1000, () => {
      cancel = null
      take()
    })
  }
  return { take, stop: () => cancel?.() }
}

function doctypeOf(document: Document): string {
  const type = document.doctype
  if (!type) return ''
  const ids = type.publicId
    ? ` PUBLIC "${type.publicId}"${type.systemId ? ` "${type.systemId}"` : ''}`
    : type.systemId
      ? ` SYSTEM "${type.systemId}"`
      : ''
  return `<!DOCTYPE ${type.name}${ids}>`
}
