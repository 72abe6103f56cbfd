import type { DocumentModel } from '../document.ts'
import type { DomEvent } from '../event.ts'
import { type ModelNode, passOver, walk, walkDeep } from '../tree.ts'
import { tellBeside, tellSheets } from './beside.ts'
import { tellNode } from './node.ts'
import { type Change, type Telling, tellRenumber } from './telling.ts'
import { tellFrame, tellTree, writeNew } from './tree.ts'

/**
 * The events that make the page `from` into the page `to`, ids included. What is in both stays as it is, so whoever
 * shows `from` touches no more than differs. Null stands for no page: the events begin with a keyframe, as they do when
 * the two are not the same document.
 *
 * A node stays if it is in both under one id, as what it was, and if all that it was told can be taken back. All events
 * bear `timeMs`, and what runs is told as it is then. @see docs/recording-format.md#W17
 */
export const changeBetween = (from: DocumentModel | null, to: DocumentModel, timeMs: number): DomEvent[] =>
  changesBetween(from, to, timeMs).flatMap((change) => (change.type === 'nodes' ? writeNew(change) : change))

/** The same for who has the pages at hand: what is new comes as the nodes of `to` and need not be read from HTML. */
export function changesBetween(from: DocumentModel | null, to: DocumentModel, timeMs: number): Change[] {
  const before = from && isSameDocument(from, to) ? from : null
  const events: Change[] = []
  const telling: Telling = { from: before, to, had: new Map(), timeMs, events }
  if (before) {
    tellRemovals(before, telling)
    tellTree(telling)
  } else tellWhole(telling)
  tellSheets(telling)
  walkDeep(to.document, (node) => tellNode(telling, node))
  tellBeside(telling)
  if (before && before.lastId !== to.lastId && !events.some(({ type }) => type === 'renumber' || type === 'nodes'))
    tellRenumber(telling, [])
  return events
}

function isSameDocument({ document: a, beside: from }: DocumentModel, { document: b, beside: to }: DocumentModel): boolean {
  const [one, other] = [a.state?.page, b.state?.page]
  const isSamePage = one?.doctype === other?.doctype && one?.url === other?.url && one?.base === other?.base
  return isSamePage && from.width === to.width && from.height === to.height
}

/** Finds the nodes that stay and tells the others' removal. What stands in a node that goes, goes with it. */
function tellRemovals(from: DocumentModel, { to, had, timeMs, events }: Telling): void {
  // Nodes that were added to nothing stand nowhere.
  const standing = to.unplaced ? nodesIn(to) : null
  had.set(to.document, from.document)
  walkDeep(from.document, (was) => {
    if (was === from.document) return undefined
    const is = to.node(was.id)
    if (is && standing?.has(is) !== false && canStay(was, is)) {
      had.set(is, was)
      return undefined
    }
    // A document gives way to the next one of its iframe.
    if (was.kind !== 'document') events.push({ type: 'remove', timeMs, id: was.id })
    return passOver
  })
}

function nodesIn({ document }: DocumentModel): Set<ModelNode> {
  const nodes = new Set<ModelNode>()
  walkDeep(document, (node) => void nodes.add(node))
  return nodes
}

/** What a node cannot be told never to have been told. */
const indelible = ['value', 'checked', 'selected', 'sheet', 'foreign', 'media', 'image', 'slotted'] as const

function canStay(was: ModelNode, is: ModelNode): boolean {
  if (was.kind !== is.kind || was.name !== is.name || was.namespace !== is.namespace) return false
  if (was.kind === 'element' && was.data !== is.data) return false
  // Roots and documents stay with their host, or neither does.
  if ((was.kind === 'shadow' || was.kind === 'document') && was.parent?.id !== is.parent?.id) return false
  if (was.shadow && was.shadow.id !== is.shadow?.id) return false
  if (was.frame && !is.frame && is.state?.foreign === undefined) return false
  const [old, now] = [was.state, is.state]
  if (!old) return true
  if (indelible.some((name) => old[name] !== undefined && now?.[name] === undefined)) return false
  return old.css === undefined || now?.css !== undefined || was.kind !== 'element'
}

function tellWhole(telling: Telling): void {
  const { to, timeMs, events } = telling
  const ids: number[] = []
  walk(to.document, (node) => void ids.push(node.id))
  tellRenumber(telling, ids)
  events.push(to.keyframe(timeMs))
  walkDeep(to.document, (node) => {
    if (node.frame) tellFrame(telling, node)
  })
}
