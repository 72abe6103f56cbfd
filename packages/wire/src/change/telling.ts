import type { DocumentModel } from '../document.ts'
import type { DomEvent } from '../event.ts'
import { runsOfIds } from '../renumber.ts'
import type { ModelNode } from '../tree.ts'

/** What is being told: the way from one page to another. */
export interface Telling {
  /** Null: there is no page yet. */
  readonly from: DocumentModel | null
  readonly to: DocumentModel
  /** Nodes of `to` that stay from `from`, and what they are there. */
  readonly had: Map<ModelNode, ModelNode>
  readonly timeMs: number
  readonly events: DomEvent[]
}

export const tellRenumber = ({ to, timeMs, events }: Telling, ids: readonly number[]): void =>
  void events.push({ type: 'renumber', timeMs, runs: runsOfIds(ids), last: to.lastId })

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
