import type { TextFix } from './build.ts'
import { type ModelNode, walk } from './tree.ts'

export interface Numbering {
  readonly ids: ReadonlyMap<ModelNode, number>
  /** The last id given. */
  readonly lastId: number
  readonly fix: TextFix
}

/** Numbers a subtree in document order from `firstId`, as both ends of a recording do. @see docs/recording-format.md#W8 */
export function numberTree(top: ModelNode, firstId: number = 1): Numbering {
  const ids = new Map<ModelNode, number>()
  const splits: { id: number; lengths: number[] }[] = []
  const empties: { id: number; parent: number }[] = []
  let next = firstId
  walk(top, (node) => {
    const id = next++
    ids.set(node, id)
    if (node.kind !== 'text' || node.previous?.kind === 'text') return
    const lengths: number[] = []
    for (let at: ModelNode | null = node; at?.kind === 'text'; at = at.next) lengths.push(at.data.length)
    if (lengths.every((length) => length === 0)) {
      for (let i = 0; i < lengths.length; i++) empties.push({ id: id + i, parent: ids.get(node.parent!) ?? 0 })
    } else if (lengths.length > 1) splits.push({ id, lengths })
  })
  return { ids, lastId: next - 1, fix: { splits, empties } }
}
