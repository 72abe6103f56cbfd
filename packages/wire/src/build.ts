import { WireError } from './error.ts'
import { decodeText, type Namespace, scanHtml, voidElements } from './html.ts'

/** What HTML cannot say about text nodes; the fields of `keyframe` and `add`. @see docs/recording-format.md#W9 */
export interface TextFix {
  readonly splits: readonly { readonly id: number; readonly lengths: readonly number[] }[]
  readonly empties: readonly { readonly id: number; readonly parent: number }[]
}

/**
 * Where a rebuilt tree goes: the replay frame's DOM, or a plain model of it.
 * Every created node is inserted by `insert` and told its id, in document order.
 */
export interface TreeTarget<N> {
  element(name: string, namespace: Namespace, attributes: readonly (readonly [name: string, value: string])[], id: number): N
  text(data: string, id: number): N
  comment(data: string, id: number): N
  /** The shadow root of `host`. It counts as a node, before the host's children. `attributes` are those of its `<template>`. */
  shadow(host: N, mode: 'open' | 'closed', id: number, attributes: readonly (readonly [name: string, value: string])[]): N
  insert(parent: N, node: N, before: N | null): void
  /** The source text of what stands in an element whose children are not numbered. */
  content?(node: N, html: string): void
}

export interface BuildPlace<N> {
  readonly parent: N
  /** The parent's own id, for empty text nodes that stand directly in it. */
  readonly parentId: number
  readonly before: N | null
  readonly namespace: Namespace
  /** The number of the first node built, and its id unless `idOf` says another. */
  readonly firstId: number
  /** The id of the node of a number. @see docs/recording-format.md#W17 */
  readonly idOf?: ((number: number) => number) | undefined
}

export const buildLimit = { nodes: 250_000, depth: 50_000 } as const

/** Whether an element's children are part of the tree that both sides number. @see docs/recording-format.md#W8 */
export const hasNumberedChildren = (name: string, namespace: Namespace): boolean =>
  namespace !== 'html' || !(voidElements.has(name) || name === 'script' || name === 'noscript' || name === 'template' || name === 'iframe')

/**
 * Builds nodes from browser-serialised HTML and numbers them in document order. The recorder numbers the live
 * document by the same rules, so ids never travel.
 *
 * @returns the number after the last one given
 * @throws WireError on text that no browser serialises, or past {@link buildLimit}
 */
export function buildHtml<N>(html: string, fix: TextFix, place: BuildPlace<N>, target: TreeTarget<N>): number {
  const splits = new Map(fix.splits.map(({ id, lengths }) => [id, lengths]))
  const empties = new Map(fix.empties.map(({ id, parent }) => [id, parent]))
  /** `fresh`: nothing was put into it yet, so a shadow root may still come. */
  const open: { node: N; id: number; fresh: boolean }[] = [{ node: place.parent, id: place.parentId, fresh: true }]
  const idOf = place.idOf ?? ((number: number) => number)
  let next = place.firstId
  /** Depth inside an element whose children are not numbered. */
  let skipping = 0
  let skipFrom = 0

  function takeId(): number {
    if (next >= buildLimit.nodes + place.firstId) throw new WireError('too-large', next, `more than ${buildLimit.nodes} nodes`)
    return next++
  }
  function insert(node: N): void {
    const parent = open[open.length - 1]!
    parent.fresh = false
    target.insert(parent.node, node, open.length === 1 ? place.before : null)
  }
  /** Empty text nodes leave no trace in HTML: their turn comes when their id does. */
  function insertEmpties(): void {
    while (empties.get(next) === open[open.length - 1]!.id) insert(target.text('', idOf(takeId())))
  }

  scanHtml(
    html,
    {
      open(name, attributes, namespace, at) {
        if (skipping) {
          skipping++
          return
        }
        insertEmpties()
        const parent = open[open.length - 1]!
        const pairs: [string, string][] = []
        for (let i = 0; i < attributes.length; i += 2) pairs.push([attributes[i]!, decodeText(attributes[i + 1]!)])
        // Only the first thing in an element is its shadow root; a later template is one that the page itself left there.
        const mode =
          parent.fresh && name === 'template' && namespace === 'html' ? pairs.find(([key]) => key === 'shadowrootmode')?.[1] : undefined
        const id = takeId()
        if (mode !== undefined) {
          parent.fresh = false
          const root = target.shadow(parent.node, mode === 'closed' ? 'closed' : 'open', idOf(id), pairs)
          open.push({ node: root, id, fresh: false })
        } else {
          const node = target.element(name, namespace, pairs, idOf(id))
          insert(node)
          open.push({ node, id, fresh: true })
          if (!hasNumberedChildren(name, namespace)) {
            skipping = 1
            skipFrom = at
          }
        }
        if (open.length > buildLimit.depth) throw new WireError('too-large', next, `deeper than ${buildLimit.depth}`)
      },
      close(_name, at) {
        if (skipping > 1) {
          skipping--
          return
        }
        if (!skipping) insertEmpties()
        else if (at > skipFrom) target.content?.(open[open.length - 1]!.node, html.slice(skipFrom, at))
        skipping = 0
        open.pop()
      },
      text(raw, plain) {
        if (skipping) return
        insertEmpties()
        const data = plain ? raw : decodeText(raw)
        const lengths = splits.get(next)
        if (!lengths) {
          insert(target.text(data, idOf(takeId())))
          return
        }
        let at = 0
        for (const length of lengths) insert(target.text(data.slice(at, (at += length)), idOf(takeId())))
        if (at !== data.length) throw new WireError('bad-value', next, 'split text does not add up')
      },
      comment(data) {
        if (skipping) return
        insertEmpties()
        insert(target.comment(data, idOf(takeId())))
      },
    },
    place.namespace,
  )
  insertEmpties()
  return next
}
