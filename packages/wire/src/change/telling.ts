import type { DocumentModel } from '../document.ts'
import type { DomEvent } from '../event.ts'
import { runsOfIds } from '../renumber.ts'
import type { ModelNode } from '../tree.ts'

/** Adjacent siblings, or a shadow root, that come into a page: what an `add` tells, before it is written as HTML. */
export interface NewNodes {
  readonly type: 'nodes'
  readonly timeMs: number
  readonly parent: number
  /** 0: at the end. */
  readonly before: number
  readonly nodes: readonly ModelNode[]
  /** Nodes in these that stay from before, and move here by moves of their own. */
  readonly had: ReadonlyMap<ModelNode, ModelNode>
  /** The last id given, from then on. */
  readonly last: number
}
export type Change = DomEvent | NewNodes

/** What is being told: the way from one page to another. */
export interface Telling {
  /** Null: there is no page yet. */
  readonly from: DocumentModel | null
  readonly to: DocumentModel
  /** Nodes of `to` that stay from `from`, and what they are there. */
  readonly had: Map<ModelNode, ModelNode>
  readonly timeMs: number
  readonly events: Change[]
}

export const tellRenumber = ({ to, timeMs, events }: Telling, ids: readonly number[]): void =>
  void events.push(renumberTo(ids, to.lastId, timeMs))
export const renumberTo = (ids: readonly number[], last: number, timeMs: number): DomEvent => ({
  type: 'renumber',
  timeMs,
  runs: runsOfIds(ids),
  last,
})

/** Whether a node stands in a page: one that was added to nothing stands nowhere. */
export function standsIn(page: DocumentModel, id: number): boolean {
  let node = page.node(id)
  while (node?.parent) node = node.parent
  return node === page.document
}
export const isThere = ({ to }: Telling, id: number): boolean => standsIn(to, id)
/** Whether a node of `to` was there before. */
export const wasThere = ({ to, had }: Telling, id: number): boolean => had.has(to.node(id)!)

export const isSame = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)
