import type { DomEvent } from '../event.ts'
import { hasNumberedChildren } from '../build.ts'
import type { DocumentModel } from '../document.ts'
import { numberSiblings, numberTree } from '../number.ts'
import { htmlOf } from '../serialise.ts'
import { contains, createNode, link, type ModelNode, unlink, setAttribute as replaceAttribute } from '../tree.ts'
import { attributesOf, attributeValue } from './attribute.ts'
import { emitLiveState } from './live.ts'
import { commentData, fillText, isSayable, type Mirror, sheetText } from './mirror.ts'
import { readMutation } from './readable.ts'
import { createReader, type Json, nodeType } from './source.ts'
import { applyStyleDiff, type StyleDiff } from './style.ts'

export interface MutationScope {
  readonly mirror: Mirror
  /** What our events have made so far; its ids are those of the mirror's nodes. */
  readonly model: DocumentModel
  readonly index: number
  readonly timeMs: number
  emit(event: DomEvent): void
  onSkip(what: string): void
  /** A part of it is broken. */
  onBad(): void
  /** The text of a `<style>` was replaced. */
  onSheetText(owner: ModelNode): void
}

/**
 * Turns one rrweb mutation into `add`, `move`, `remove`, `text` and `attribute` events. rrweb tells every added node on
 * its own, in any order, and a moved one as removed and added again under its old id; so the mirror is brought to its
 * final state first, and the events are read off the difference.
 */
export function applyMutation(data: Json, scope: MutationScope): void {
  const { mirror, model, index, timeMs, emit } = scope
  const reader = createReader(index)
  const { removes, adds, texts, attributes } = readMutation(data, scope.onBad)
  /** Detached now, and gone at the end unless they come back. */
  const limbo = new Set<ModelNode>()
  const placed = new Set<ModelNode>()

  for (const { id } of removes) {
    const node = mirror.node(id)
    // A document gives way to the next one alone.
    if (node && node.kind !== 'document') detach(node)
    else if (!mirror.isLeftOut(id)) scope.onSkip('unknown node')
  }
  const isAttachment = ({ node }: (typeof adds)[number]): boolean => node['type'] === nodeType.document
  placeAll(adds.filter((add) => !isAttachment(add)))
  emitPlaced()
  for (const add of adds) if (isAttachment(add)) attach(add)
  for (const add of adds) emitLiveState(add.node, mirror, (event) => emit({ ...event, timeMs }))
  for (const node of limbo) {
    if (model.node(node.id)) emit({ type: 'remove', timeMs, id: node.id })
    mirror.forget(node)
  }
  for (const { id, value } of texts) {
    const node = find(id)
    if (node && (node.kind === 'text' || node.kind === 'comment')) changeText(node, typeof value === 'string' ? value : '')
  }
  for (const { id, attributes: changed } of attributes) {
    const node = find(id)
    if (node) for (const [name, value] of Object.entries(changed)) changeAttribute(node, name, value)
  }

  function find(id: unknown): ModelNode | undefined {
    const node = mirror.node(id)
    if (!node && !mirror.isLeftOut(id)) scope.onSkip('unknown node')
    return node
  }
  function detach(node: ModelNode): void {
    unlink(node)
    limbo.add(node)
  }

  /** The document that an iframe has loaded. rrweb tells its address by the iframe's `src`. */
  function attach(add: Json): void {
    const sn = reader.object(add['node'], 'node')
    const host = mirror.node(add['parentId'])
    if (host?.name !== 'iframe' || !model.node(host.id)) {
      scope.onSkip('frame')
      return mirror.leaveOut(sn)
    }
    if (host.frame) mirror.forget(host.frame)
    const inner = createNode('document', 0)
    const doctype = mirror.fill(inner, sn)
    inner.parent = host
    host.frame = inner
    const { ids, fix } = numberTree(inner, model.lastId + 1)
    const url = host.attributes.get('src') ?? ''
    const splits = fix.splits.map(({ id, lengths }) => ({ id, lengths: [...lengths] }))
    emit({ type: 'frame', timeMs, host: host.id, html: htmlOf(inner), doctype, url, base: url, splits, empties: [...fix.empties] })
    for (const [node, id] of ids) node.id = id
  }

  /** Adds that wait for their parent or next sibling are tried again when that one comes. */
  function placeAll(adds: readonly Json[]): void {
    const waiting = new Map<unknown, Json[]>()
    const ready = adds.toReversed()
    for (let add = ready.pop(); add; add = ready.pop()) {
      const missing = place(add)
      if (missing === null) {
        const id = reader.object(add['node'], 'node')['id']
        for (const next of (waiting.get(id) ?? []).toReversed()) ready.push(next)
        waiting.delete(id)
      } else if (waiting.has(missing)) waiting.get(missing)!.push(add)
      else waiting.set(missing, [add])
    }
    for (const list of waiting.values())
      for (const add of list) {
        scope.onSkip('unplaced node')
        mirror.leaveOut(reader.object(add['node'], 'node'))
      }
  }

  /** Returns the id that is missing, or null when done. */
  function place(add: Json): unknown {
    const sn = reader.object(add['node'], 'node')
    const { parentId, nextId } = add
    const parent = mirror.node(parentId)
    if (mirror.isLeftOut(parentId) || (parent && !(takesChildren(parent) && isSayable(sn, parent)))) {
      mirror.leaveOut(sn)
      return null
    }
    if (!parent) return parentId ?? -1
    const isWaiting = nextId !== null && nextId !== undefined && !mirror.isLeftOut(nextId)
    const next = isWaiting ? mirror.node(nextId) : undefined
    if (isWaiting && !next) return nextId
    const known = mirror.node(sn['id'])
    if (known && contains(known, parent)) {
      scope.onSkip('unplaced node')
      return null
    }
    const node = (known && takeUp(known, sn)) ?? mirror.create(sn, parent)
    if (!node) return null
    let container = parent
    if (sn['isShadow']) {
      const { shadow, isNew } = mirror.shadowOf(parent)
      if (isNew) placed.add(shadow)
      container = shadow
    }
    link(container, node, next?.parent === container && next !== node ? next : null)
    placed.add(node)
    if (container.kind === 'element' && container.name === 'style' && node.kind === 'text') dropOwnText(container, node)
    return null
  }

  /**
   * A node that comes back under its id. One that was removed begins empty, and its children are told again. One that
   * still stands keeps what is in it; where it is not what is told now, it stays, and its id is the new one's: so rrweb's
   * own player has it.
   */
  function takeUp(known: ModelNode, sn: Json): ModelNode | null {
    const isStanding = !limbo.has(known) && depthOf(known) > 0
    const name = sn['type'] === nodeType.element ? attributesOf(sn, { index, onSkip: () => undefined }).name : ''
    if (known.kind !== kinds.get(sn['type']) || known.name.toLowerCase() !== name.toLowerCase()) {
      if (isStanding) scope.onSkip('repeated id')
      else {
        detach(known)
        mirror.forget(known)
      }
      return null
    }
    unlink(known)
    limbo.delete(known)
    for (const top of isStanding ? [] : [known.shadow, known])
      for (let child = top?.first ?? null; child;) {
        const next = child.next
        if (mirror.hasId(child)) detach(child)
        child = next
      }
    if (known.kind === 'element') renew(known, sn)
    else if (typeof sn['textContent'] === 'string' && sn['textContent'] !== '') changeText(known, sn['textContent'])
    return known
  }
  function renew(node: ModelNode, sn: Json): void {
    const { attributes } = attributesOf(sn, { index, onSkip: () => undefined })
    for (const [name, value] of attributes) if (node.attributes.get(name) !== value) setAttribute(node, name, value)
    for (const name of node.attributes.keys()) if (!attributes.has(name)) setAttribute(node, name, undefined)
  }

  /** Text that stood in for a sheet's CSS makes way for the node that rrweb numbers. */
  function dropOwnText(style: ModelNode, text: ModelNode): void {
    for (let at = style.first; at; at = at.next)
      if (at.kind === 'text' && !mirror.hasId(at)) {
        if (!text.data) text.data = at.data
        detach(at)
        return
      }
  }

  /** From the top of the tree down and, among siblings, from the last to the first: what stands after is in its place already. */
  function emitPlaced(): void {
    const depths = new Map<ModelNode, number>()
    for (const node of placed) {
      const depth = depthOf(node)
      if (depth > 0) depths.set(node, depth)
      else limbo.add(node)
    }
    const pending = new Set([...depths.keys()].sort((a, b) => depths.get(a)! - depths.get(b)!))
    for (const node of pending) {
      let right = node
      while (right.next && pending.has(right.next)) right = right.next
      for (let at: ModelNode | null = right; at && pending.has(at);) {
        const before: ModelNode | null = at.previous
        at = at.id ? emitMove(at, pending, before) : emitAdd(at, pending)
      }
    }
  }
  function emitMove(node: ModelNode, pending: Set<ModelNode>, previous: ModelNode | null): ModelNode | null {
    pending.delete(node)
    const now = model.node(node.id)
    const parent = node.parent!.id
    const before = node.next?.id ?? 0
    if (now && (now.parent?.id !== parent || (now.next?.id ?? 0) !== before)) emit({ type: 'move', timeMs, id: node.id, parent, before })
    return previous
  }
  function emitAdd(last: ModelNode, pending: Set<ModelNode>): ModelNode | null {
    const run = [last]
    for (let at = last.previous; at && last.kind !== 'shadow' && !at.id && pending.has(at); at = at.previous) run.push(at)
    run.reverse()
    // Nodes that moved into the new ones are not new: they follow on their own.
    const moved: { node: ModelNode; parent: ModelNode; next: ModelNode | null }[] = []
    for (const top of run)
      eachInside(top, (node) => {
        if (node.id) {
          moved.push({ node, parent: node.parent!, next: node.next })
          return false
        }
        pending.delete(node)
        return true
      })
    for (const { node } of moved) unlink(node)
    const parent = last.parent!.id
    const { ids, fix } = numberSiblings(run, model.lastId + 1, parent)
    const splits = fix.splits.map(({ id, lengths }) => ({ id, lengths: [...lengths] }))
    const html = run.map(htmlOf).join('')
    emit({ type: 'add', timeMs, parent, before: last.next?.id ?? 0, html, splits, empties: [...fix.empties] })
    for (const [node, id] of ids) node.id = id
    for (const { node, parent: into, next } of moved.toReversed()) link(into, node, next)
    return run[0]!.previous
  }

  function changeText(node: ModelNode, value: string): void {
    const style = node.parent?.kind === 'element' && node.parent.name === 'style' ? node.parent : null
    const data = node.kind === 'comment' ? commentData(value) : style ? sheetText(value) : value
    if (data === node.data) return
    node.data = data
    if (node.id) emit({ type: 'text', timeMs, id: node.id, text: data })
    if (style) scope.onSheetText(style)
  }
  function changeAttribute(node: ModelNode, name: string, value: unknown): void {
    if (node.kind !== 'element') return
    if (name === '_cssText' && typeof value === 'string') return replaceText(node, value)
    if (name === 'value' && node.name === 'textarea' && typeof value === 'string') return replaceText(node, value)
    if (name === 'style' && typeof value === 'object' && value)
      return setAttribute(node, name, applyStyleDiff(node.attributes.get('style') ?? '', value as StyleDiff))
    if (name === 'rr_open_mode' && node.id) emit({ type: 'topLayer', timeMs, id: node.id, layer: value === 'modal' ? 'modal' : 'none' })
    if (name === 'open' && value === null && node.name === 'dialog' && node.id)
      emit({ type: 'topLayer', timeMs, id: node.id, layer: 'none' })
    const read = attributeValue(name, value)
    if (read !== undefined || value === null || value === false) setAttribute(node, name, read)
  }
  function setAttribute(node: ModelNode, name: string, value: string | undefined): void {
    if (node.attributes.get(name) === value) return
    replaceAttribute(node, name, value)
    if (node.id) emit({ type: 'attribute', timeMs, id: node.id, name, ...(value !== undefined && { value }) })
  }

  /** A sheet or text control gets new text, in whatever text nodes it has. A sheet that has loaded since stays a link and gets its CSS. */
  function replaceText(node: ModelNode, text: string): void {
    if (node.name === 'link') return emit({ type: 'sheet', timeMs, owner: node.id, css: text })
    const before = new Map<ModelNode, string>()
    for (let at = node.first; at; at = at.next) before.set(at, at.data)
    fillText(node, text)
    for (const [child, data] of before) if (child.id && child.data !== data) emit({ type: 'text', timeMs, id: child.id, text: child.data })
    if (!before.size && node.first && node.id) emitAdd(node.first, new Set())
    scope.onSheetText(node)
  }
}

/** By rrweb's type of node. */
const kinds = new Map<unknown, ModelNode['kind']>([
  [nodeType.element, 'element'],
  [nodeType.text, 'text'],
  [nodeType.comment, 'comment'],
])

const takesChildren = (node: ModelNode): boolean =>
  node.kind === 'document' || (node.kind === 'element' && hasNumberedChildren(node.name, node.namespace) && node.name !== 'textarea')

/** 0: it does not stand in the document. */
function depthOf(node: ModelNode): number {
  let depth = 0
  let at: ModelNode = node
  for (; at.parent; at = at.parent) depth++
  return at.kind === 'document' ? depth : 0
}

/** Visits a subtree; goes into a node when `enter` says so. */
function eachInside(top: ModelNode, enter: (node: ModelNode) => boolean): void {
  const stack = [top]
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (!enter(node)) continue
    if (node.shadow) stack.push(node.shadow)
    for (let child = node.first; child; child = child.next) stack.push(child)
  }
}
