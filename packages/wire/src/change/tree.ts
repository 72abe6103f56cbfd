import { documentFields } from '../document.ts'
import type { DomEvent, EventOf } from '../event.ts'
import { numberSiblings } from '../number.ts'
import { htmlOf } from '../serialise.ts'
import { createNode, link, type ModelNode, passOver, walk, walkDeep } from '../tree.ts'
import { type NewNodes, renumberTo, type Telling, tellRenumber } from './telling.ts'

/** Tells what is new and what moves, from the top down: whatever moves, moves into what stands where it belongs. */
export function tellTree(telling: Telling): void {
  const { to, had } = telling
  walkDeep(to.document, (node) => {
    const was = had.get(node)
    if (was) {
      if (node.shadow && !had.has(node.shadow)) tellNew(telling, [node.shadow], node, null)
      tellChildren(telling, node, was)
    } else for (let child = node.last; child; child = child.previous) if (had.has(child)) tellMove(telling, child)
    if (node.frame && !had.has(node.frame)) tellFrame(telling, node)
  })
}

function tellMove({ timeMs, events }: Telling, node: ModelNode): void {
  events.push({ type: 'move', timeMs, id: node.id, parent: node.parent!.id, before: node.next?.id ?? 0 })
}

function tellChildren(telling: Telling, node: ModelNode, was: ModelNode): void {
  const { had } = telling
  let [child, before] = [node.first, was.first]
  for (; child && before && had.get(child) === before; child = child.next) before = before.next
  if (!child) return
  const still = findStill(node, was, had)
  let run: ModelNode[] = []
  const tellRun = (): void => {
    if (run.length) tellNew(telling, run, node, run.at(-1)!.next)
    run = []
  }
  // From the last on: what a node comes to stand before is where it belongs by then.
  for (child = node.last; child; child = child.previous) {
    if (!had.has(child)) {
      run.unshift(child)
      continue
    }
    tellRun()
    if (!still.has(child)) tellMove(telling, child)
  }
  tellRun()
}

/** The children that need not move: those that were children before and are in the order they were in, as many as can be. */
function findStill(node: ModelNode, was: ModelNode, had: ReadonlyMap<ModelNode, ModelNode>): ReadonlySet<ModelNode> {
  const children: ModelNode[] = []
  for (let child = node.first; child; child = child.next) if (had.get(child)?.parent === was) children.push(child)
  const places = new Map<ModelNode | undefined, number>()
  for (let child = was.first; child; child = child.next) places.set(child, places.size)
  return longestRise(children, (child) => places.get(had.get(child))!)
}

/** The longest run of items, not necessarily adjacent, whose ranks rise. */
function longestRise<T>(items: readonly T[], rankOf: (item: T) => number): Set<T> {
  const ends: number[] = []
  const links: number[] = []
  const ranks = items.map(rankOf)
  for (let i = 0; i < items.length; i++) {
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (ranks[ends[middle]!]! < ranks[i]!) low = middle + 1
      else high = middle
    }
    links[i] = low ? ends[low - 1]! : -1
    ends[low] = i
  }
  const rise = new Set<T>()
  for (let i = ends.at(-1) ?? -1; i >= 0; i = links[i]!) rise.add(items[i]!)
  return rise
}

/** Adjacent siblings, or a shadow root, that are not there yet. */
function tellNew({ to, had, timeMs, events }: Telling, nodes: readonly ModelNode[], parent: ModelNode, before: ModelNode | null): void {
  events.push({ type: 'nodes', timeMs, parent: parent.id, before: before?.id ?? 0, nodes, had, last: to.lastId })
}

/** New nodes as a recording tells them. */
export function writeNew({ timeMs, parent, before, nodes, had, last }: NewNodes): DomEvent[] {
  const { html, fix, ids } = textOf(nodes, nodes[0]!.parent!, had)
  return [renumberTo(ids, last, timeMs), { type: 'add', timeMs, parent, before, html, ...fix }]
}

/** The document in an iframe. */
export function tellFrame(telling: Telling, host: ModelNode): void {
  const frame = host.frame!
  const children: ModelNode[] = []
  // What moves into it comes by itself.
  for (let child = frame.first; child; child = child.next) if (!telling.had.has(child)) children.push(child)
  const { html, fix, ids } = textOf(children, frame, telling.had)
  tellRenumber(telling, [frame.id, ...ids])
  telling.events.push({ type: 'frame', timeMs: telling.timeMs, host: host.id, ...documentFields(frame, html, fix) })
}

/** HTML of nodes without what comes into them from elsewhere; its text fixes number their place 1 and them from 2 on. */
function textOf(
  nodes: readonly ModelNode[],
  parent: ModelNode,
  had: ReadonlyMap<ModelNode, ModelNode>,
): { html: string; fix: Pick<EventOf<'add'>, 'splits' | 'empties'>; ids: number[] } {
  const place = createNode(parent.kind, 0, parent)
  const copies = nodes.map((node) => copyInto(place, node, had))
  const { fix, ids } = numberSiblings(copies, 2, 1)
  return {
    html: copies.map(htmlOf).join(''),
    fix: {
      splits: fix.splits.map(({ id, lengths }) => ({ id, lengths: [...lengths] })),
      empties: fix.empties.map((empty) => ({ ...empty })),
    },
    ids: [...ids.keys()].map(({ id }) => id),
  }
}

function copyInto(place: ModelNode, top: ModelNode, had: ReadonlyMap<ModelNode, ModelNode>): ModelNode {
  const copies = new Map<ModelNode, ModelNode>()
  walk(top, (node) => {
    if (had.has(node)) return passOver
    const parent = node === top ? place : copies.get(node.parent!)!
    const copy = { ...createNode(node.kind, node.id, node), attributes: node.attributes }
    copies.set(node, copy)
    if (node.kind === 'shadow') {
      copy.parent = parent
      parent.shadow = copy
    } else link(parent, copy, null)
    return undefined
  })
  return copies.get(top)!
}
