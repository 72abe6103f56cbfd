import type { TextFix } from './build.ts'
import { type ModelNode, walk } from './tree.ts'

export interface Numbering {
  readonly ids: ReadonlyMap<ModelNode, number>
  /** The last id given. */
  readonly lastId: number
  readonly fix: TextFix
}

/** Numbers a subtree in document order from `firstId`, as both ends of a recording do. @see docs/recording-format.md#W8 */
export const numberTree = (top: ModelNode, firstId: number = 1): Numbering => numberSiblings([top], firstId, 0)

/** The same for adjacent siblings that stand in the node `parentId`. */
export function numberSiblings(tops: readonly ModelNode[], firstId: number, parentId: number): Numbering {
  const ids = new Map<ModelNode, number>()
  const splits: { id: number; lengths: number[] }[] = []
  const empties: { id: number; parent: number }[] = []
  const first = tops[0]
  const last = tops[tops.length - 1]
  let next = firstId
  const enter = (node: ModelNode): void => {
    const id = next++
    ids.set(node, id)
    if (node.kind !== 'text' || (node !== first && node.previous?.kind === 'text')) return
    const lengths: number[] = []
    for (let at: ModelNode | null = node; at?.kind === 'text'; at = at === last ? null : at.next) lengths.push(at.data.length)
    if (lengths.every((length) => length === 0)) {
      for (let i = 0; i < lengths.length; i++) empties.push({ id: id + i, parent: (node.parent && ids.get(node.parent)) ?? parentId })
    } else if (lengths.length > 1) splits.push({ id, lengths })
  }
  for (const top of tops) walk(top, enter)
  return { ids, lastId: next - 1, fix: { splits, empties } }
}
