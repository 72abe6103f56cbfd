import { maxDepth } from './mirror.ts'
import type { Json } from './source.ts'

export interface ReadMutation {
  readonly removes: readonly Json[]
  readonly adds: readonly Added[]
  readonly texts: readonly Json[]
  readonly attributes: readonly Attributed[]
}
type Added = Json & { readonly node: Json }
type Attributed = Json & { readonly attributes: Json }

/** The parts of a mutation that can be read; `onBad` is called for each of the others. Nothing has been done by then. */
export function readMutation(data: Json, onBad: () => void): ReadMutation {
  function part<T extends Json>(name: string, isGood: (item: unknown) => item is T): T[] {
    const list = data[name] ?? []
    const items: readonly unknown[] = Array.isArray(list) ? list : [list]
    return items.filter((item): item is T => {
      if (isGood(item)) return true
      onBad()
      return false
    })
  }
  return {
    removes: part('removes', isObject),
    adds: part('adds', (item): item is Added => isObject(item) && isNode(item['node'])),
    texts: part('texts', isObject),
    attributes: part('attributes', (item): item is Attributed => isObject(item) && isObject(item['attributes'])),
  }
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether a node can be made with all that is in it. */
function isNode(top: unknown): boolean {
  const queue: [node: unknown, depth: number][] = [[top, 0]]
  for (let next = queue.pop(); next; next = queue.pop()) {
    const [node, depth] = next
    if (!isObject(node) || depth > maxDepth) return false
    const { attributes, childNodes } = node
    if (attributes !== undefined && !isObject(attributes)) return false
    if (childNodes === undefined || childNodes === null) continue
    if (!Array.isArray(childNodes)) return false
    for (const child of childNodes as unknown[]) queue.push([child, depth + 1])
  }
  return true
}
