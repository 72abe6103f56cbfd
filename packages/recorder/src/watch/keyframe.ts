import { captureNodes } from '../dom/capture.ts'
import { doctypeOf } from '../dom/doctype.ts'
import { createSeen, type Roots, withSeen } from '../dom/find.ts'
import { pageUrl } from '../privacy/url.ts'
import { native } from '../native.ts'
import type { Scope, Watcher } from '../scope.ts'
import type { MutationWatcher } from './mutation.ts'

export interface KeyframeWatcher extends Watcher {
  /** Begins to tell the whole document; `done` is called when it was told. */
  take(done?: () => void): void
  /** Tells now what `take` has begun. */
  finish(): void
}

/**
 * Tells the whole document in short tasks: the browser's text of it, then its numbers, then what watchers find in it.
 * Where anything changed between the first two, the text is taken again, so that both are of one moment.
 *
 * @param seal closes the chunk before: a chunk's ids build on one keyframe only
 */
export function watchKeyframe(scope: Scope, mutation: MutationWatcher, seal: () => void): KeyframeWatcher {
  const { document, window, numbering } = scope
  let cancel: (() => void) | null = null
  let isTaken = false
  /** What is still to be done, each in a task of its own. */
  let steps: (() => void)[] = []
  let cancelStep: (() => void) | null = null
  let hasChanged = false
  const change = (): void => void (hasChanged = true)
  const probe = new (native(window, 'MutationObserver'))(change)

  function runStep(): void {
    cancelStep?.()
    scope.guard.wrap(steps.shift()!)()
    cancelStep = steps.length ? scope.later(0, runStep) : null
  }
  function finish(): void {
    while (steps.length) runStep()
  }
  function stop(): void {
    cancelStep?.()
    steps = []
    probe.disconnect()
  }
  function take(done: () => void = () => undefined): void {
    const top = document.documentElement
    if (!top) return
    stop()
    scope.privacy.settle()
    hasChanged = false
    probe.observe(document, { childList: true, attributes: true, characterData: true, subtree: true })
    const html = numbering.isSlow ? '' : top.outerHTML
    // What is secret now stays so, whatever the page makes of it until the next task.
    scope.privacy.prepare([top], numbering.blocked, html || null)
    let roots: Roots = []
    steps = [
      () => {
        if (probe.takeRecords().length) change()
        probe.disconnect()
        roots = tell(hasChanged ? '' : html)
      },
      () => scope.arrived(roots),
      done,
    ]
    cancelStep = scope.later(0, runStep)
  }
  function tell(html: string): Roots {
    const top = document.documentElement
    if (!top) return []
    if (isTaken) seal()
    isTaken = true
    mutation.reset()
    numbering.ids = new WeakMap([[document as Node, 1]])
    numbering.styles = new WeakMap()
    numbering.nextId = 2
    const seen = createSeen()
    const { job, empties, roots } = captureNodes(scope, top, top.nextSibling, document, seen, html || undefined)
    scope.emit(
      {
        type: 'keyframe',
        html: '',
        doctype: doctypeOf(document),
        url: pageUrl(window.location.href),
        base: pageUrl(document.baseURI),
        nodes: numbering.nextId - 1,
        width: window.innerWidth,
        height: window.innerHeight,
        scrollX: window.scrollX,
        scrollY: window.scrollY,
        splits: [],
        empties,
      },
      job,
    )
    for (const root of [document, ...roots]) mutation.observe(root)
    return withSeen([document, ...roots], seen)
  }
  scope.requestKeyframe = () => {
    cancel ??= scope.later(1000, () => {
      cancel = null
      take()
    })
  }
  return {
    take,
    finish,
    stop() {
      cancel?.()
      stop()
    },
  }
}
