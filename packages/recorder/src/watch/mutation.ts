import { numberShifts } from '@playhead/wire'
import { type Captured, captureNodes, captureRoot, forget, ownNamespace } from '../dom/capture.ts'
import { createSeen, type Seen, withSeen } from '../dom/find.ts'
import { holdsNodes, holdsTextOnly } from '../dom/number.ts'
import { native } from '../native.ts'
import { saysNoText } from '../privacy/css.ts'
import { recordText } from '../privacy/html.ts'
import type { Scope, Watcher } from '../scope.ts'
import { createBudget } from './budget.ts'

export interface MutationWatcher extends Watcher {
  /** Tells what changed since the last frame. */
  flush(): void
  /** Forgets what is pending: a keyframe is about to tell everything. */
  reset(): void
  observe(root: Node): void
}

/** Of so many changed nodes it is asked whether they answer a click. */
const maxSamples = 256

const xlink = 'http://www.w3.org/1999/xlink'

/**
 * Tells how the tree changed, once per frame, as the difference between two states rather than as a log:
 *
 * - `origin` keeps, for every recorded node that was taken out of its parent, the parent in which the reader still has it.
 * - `lost` keeps nodes whose identity ends: they left the document, or came to stand where the reader has nothing,
 *   or the reader will lose them together with an ancestor. Their ids are taken back at once, while the browser
 *   still reports changes inside them.
 * - What is left without an id under a parent with one is new; what has an origin and an id has moved.
 *
 * Removals come first, the topmost of each lost subtree. Then every gap between nodes that stay is filled in order,
 * the gaps of an ancestor that moves before those of its descendants, so that no node is ever put into itself.
 */
export function watchMutation(scope: Scope): MutationWatcher {
  const { numbering } = scope
  const origin = new Map<Node, Node>()
  const lost = new Map<Node, number>()
  const added = new Set<Node>()
  const hosts = new Set<Element>()
  const texts = new Set<CharacterData>()
  const attributes = new Map<Element, string[]>()
  /** What may be marked now, or not any more. */
  const reshaped = new Set<Element>()
  const Observer = native(scope.window, 'MutationObserver')
  const observer = new Observer(
    scope.guard.wrap((records: MutationRecord[]) => {
      gather(records)
      request()
    }),
  )
  /** Browsers write a value out before each change of it where anybody asks for old ones: only what makes a secret is asked for. */
  const formerObserver = new Observer(scope.guard.wrap(recall))
  const budget = createBudget(scope, (element) => {
    renew(element)
    flush()
  })
  const gather = budget.time(collect)
  const flush = budget.time(tell)
  const request = scope.onFrame(flush)
  const lose = (node: Node): void => forget(numbering, node, (gone, id) => lost.set(gone, id))

  function recall(records: readonly MutationRecord[]): void {
    for (const { target, attributeName, oldValue } of records)
      if (oldValue !== null) scope.privacy.remember(target, attributeName === 'contenteditable' ? oldValue || 'true' : oldValue)
  }
  function collect(records: readonly MutationRecord[]): void {
    const removed: Node[] = []
    for (const record of records) {
      const { target } = record
      budget.note(target)
      if (record.type === 'childList') {
        scope.privacy.moved()
        for (const node of record.removedNodes)
          if (numbering.ids.has(node)) {
            if (!origin.has(node)) origin.set(node, target)
            removed.push(node)
          } else scope.privacy.remember(node, '', target)
        for (const node of record.addedNodes) added.add(node)
      } else if (record.type === 'characterData') {
        if (numbering.ids.has(target)) texts.add(target as CharacterData)
      } else {
        const { attributeName, attributeNamespace } = record
        const name = attributeNamespace === xlink ? `xlink:${attributeName}` : attributeName!
        const mayMark = name !== 'style' && scope.privacy.mayMark(name)
        if (!numbering.ids.has(target)) {
          if (mayMark) scope.privacy.moved()
          continue
        }
        if (mayMark) reshaped.add(target as Element)
        const names = attributes.get(target as Element)
        if (!names) attributes.set(target as Element, [name])
        else names.push(name)
      }
    }
    for (const node of removed) if (!node.isConnected) lose(node)
  }

  /** Whether a node stands where the recording can have it. */
  function isPlaceable(node: Node): boolean {
    const parent = node.parentNode
    if (!parent || !numbering.ids.has(parent)) return false
    if (parent.nodeType === 9) return node.nodeType === 1
    if (node.nodeType !== 1 && node.nodeType !== 3 && node.nodeType !== 8) return false
    if (parent.nodeType !== 1) return true
    const own = ownNamespace(parent as Element)
    return holdsNodes(numbering, parent, own) && (node.nodeType === 3 || !holdsTextOnly((parent as Element).localName, own))
  }

  function tell(): void {
    recall(formerObserver.takeRecords())
    collect(observer.takeRecords())
    if (!(added.size || origin.size || texts.size || attributes.size || hosts.size)) return
    budget.judge(() => [...texts, ...attributes.keys(), ...added])
    const firstNew = numbering.nextId
    loseBlocked()
    loseDependents()
    for (const [node, parent] of origin) {
      const id = lost.get(node)
      if (id !== undefined && !lost.has(parent)) scope.emit({ type: 'remove', id })
    }
    const seen = createSeen()
    let arrived: Node[] = []
    scope.privacy.whileStill(() => {
      arrived = [...placeAll(seen), ...tellRoots(seen)]
      tellTexts(firstNew)
      tellAttributes(firstNew)
    })
    const changed = [...texts, ...attributes.keys(), ...added, ...origin.values()]
    reset()
    if (arrived.length) scope.arrived(withSeen(arrived, seen))
    // Of a large change, samples.
    const step = Math.ceil(changed.length / maxSamples)
    if (step) scope.respond('mutation', step > 1 ? changed.filter((_, i) => i % step === 0) : changed)
  }

  /** An element that has just been marked as blocked is told anew, as an empty box. */
  function loseBlocked(): void {
    for (const element of reshaped) if (scope.privacy.reshaped(element) && !numbering.blocked.has(element)) renew(element)
  }
  function renew(element: Element): void {
    if (!numbering.ids.has(element) || !element.parentNode) return
    if (!origin.has(element)) origin.set(element, element.parentNode)
    added.add(element)
    lose(element)
  }

  /** Moved nodes that cannot keep their identity: the reader loses their old place, or has not their new one. */
  function loseDependents(): void {
    for (let again = true; again;) {
      again = false
      for (const [node, parent] of origin)
        if (numbering.ids.has(node) && (lost.has(parent) || !isPlaceable(node))) {
          lose(node)
          // Where it stands now, it is new.
          added.add(node)
          again = true
        }
    }
  }

  function placeAll(seen: Seen): Node[] {
    const arrived: Node[] = []
    const pending = new Set<Node>()
    const parents = new Set<Node>()
    const expect = (node: Node): void => {
      pending.add(node)
      parents.add(node.parentNode!)
    }
    for (const node of origin.keys()) if (numbering.ids.has(node)) expect(node)
    for (const node of added) if (!numbering.ids.has(node) && isPlaceable(node)) expect(node)

    /** What has nothing pending around it: each is climbed from once, for trees may be deep. */
    const clear = new Set<Node>()
    const children = new Map<Node, Node[]>()
    for (const node of pending) {
      const list = children.get(node.parentNode!)
      if (list) list.push(node)
      else children.set(node.parentNode!, [node])
    }
    function place(parent: Node): void {
      if (!parents.delete(parent)) return
      const climbed: Node[] = []
      for (let at: Node | null = parent; at && !clear.has(at); at = at.parentNode ?? (at as ShadowRoot).host ?? null) {
        climbed.push(at)
        if (!pending.has(at)) continue
        place(at.parentNode!)
        break
      }
      for (const at of climbed) clear.add(at)
      for (const node of children.get(parent)!) if (pending.has(node)) fillGap(parent, node)
    }
    /** Places the whole run of pending siblings around `member`. */
    function fillGap(parent: Node, member: Node): void {
      let first = member
      while (first.previousSibling && pending.has(first.previousSibling)) first = first.previousSibling
      let end: Node | null = member.nextSibling
      while (end && pending.has(end)) end = end.nextSibling
      let settled = end
      while (settled && (pending.has(settled) || !numbering.ids.has(settled))) settled = settled.nextSibling
      const before = settled ? numbering.ids.get(settled)! : 0
      const parentId = numbering.ids.get(parent)!
      for (let node: Node | null = first; node && node !== end;) {
        const id = numbering.ids.get(node)
        pending.delete(node)
        if (id !== undefined) {
          scope.emit({ type: 'move', id, parent: parentId, before })
          node = node.nextSibling
          continue
        }
        const start: Node = node
        do {
          pending.delete(node)
          arrived.push(node)
          node = node.nextSibling
        } while (node && node !== end && !numbering.ids.has(node))
        const captured = captureNodes(scope, start, node, parent, seen)
        tellAdded(captured, parentId, before, arrived)
      }
    }
    for (const parent of parents) place(parent)
    return arrived
  }

  function tellRoots(seen: Seen): Node[] {
    const arrived: Node[] = []
    for (const host of hosts) {
      const root = numbering.shadowRootOf(host)
      const parent = numbering.ids.get(host)
      if (!root || parent === undefined || numbering.ids.has(root) || numbering.blocked.has(host)) continue
      tellAdded(captureRoot(scope, root, seen), parent, 0, arrived)
    }
    return arrived
  }
  function tellAdded({ job, empties, roots }: Captured, parent: number, before: number, arrived: Node[]): void {
    scope.emit({ type: 'add', parent, before, html: '', splits: [], empties }, job)
    for (const root of roots) {
      observe(root)
      arrived.push(root)
    }
  }

  function tellTexts(firstNew: number): void {
    for (const node of texts) {
      const id = numbering.ids.get(node)
      if (id === undefined || id >= firstNew || node.nodeType !== 3) continue
      const parent = node.parentElement
      const level = scope.privacy.levelOf(node)
      const tag = parent?.localName ?? ''
      // Browsers work an address out anew whenever they are asked for it.
      const base = tag === 'style' ? node.baseURI : ''
      const text = recordText(node.data, tag, level, { base, onCssUrl: scope.onCssUrl, tokens: scope.privacy.tokens })
      if (parent?.localName === 'style') scope.privacy.tokens.learn(node.data)
      scope.emit({ type: 'text', id, text })
    }
  }

  function tellAttributes(firstNew: number): void {
    const ids: number[] = []
    const shifts: number[] = []
    let lastId = 0
    for (const [element, names] of attributes) {
      const id = numbering.ids.get(element)
      if (id === undefined || id >= firstNew || numbering.blocked.has(element)) continue
      for (const name of new Set(names)) {
        const raw = element.getAttribute(name)
        const isStyle = name === 'style'
        const known = isStyle && raw !== null && numbering.styles.get(element)
        // Where only numbers move there is nothing more to mask than there was.
        const shifted = known && saysNoText(known) ? numberShifts(known, raw) : null
        const value = raw === null || shifted ? raw : scope.privacy.attribute(element, name, raw)
        const moved = shifted ?? (known && value !== null ? numberShifts(known, value) : null)
        if (moved) {
          ids.push(id - lastId)
          shifts.push(...moved.shifts)
          lastId = id
          numbering.styles.set(element, moved.style)
          continue
        }
        if (isStyle) numbering.styles.set(element, value ?? '')
        if (value !== null) scope.emit({ type: 'attribute', id, name, value })
        else if (scope.privacy.isNameTold(element, name)) scope.emit({ type: 'attribute', id, name })
      }
    }
    if (ids.length) scope.emit({ type: 'restyle', ids, shifts })
  }

  function reset(): void {
    recall(formerObserver.takeRecords())
    observer.takeRecords()
    for (const kept of [origin, lost, added, hosts, texts, attributes, reshaped]) kept.clear()
  }

  function observe(root: Node): void {
    formerObserver.observe(root, { attributeFilter: ['type', 'autocomplete', 'contenteditable'], attributeOldValue: true, subtree: true })
    observer.observe(root, { childList: true, attributes: true, characterData: true, subtree: true })
  }

  scope.patch(scope.window.Element.prototype, 'attachShadow', (host, _, made) => {
    const root = made as ShadowRoot
    if (root.mode === 'closed') scope.closedRoots.set(root.host, root)
    hosts.add(host as Element)
    request()
  })
  return {
    flush,
    reset() {
      budget.reset()
      reset()
    },
    observe,
    stop() {
      formerObserver.disconnect()
      observer.disconnect()
    },
  }
}
