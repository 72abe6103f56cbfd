import { applyBeside, type Beside, copyBeside, createBeside, noFocus } from './beside.ts'
import { hasNumberedChildren, type TextFix, type TreeTarget } from './build.ts'
import { WireError } from './error.ts'
import type { DomEvent, EventOf } from './event.ts'
import { innerNamespace, type Namespace } from './html.ts'
import { type Numbering, numberTree } from './number.ts'
import { buildNumbered, createNumbers, type Numbers, renumber, takeDocumentId } from './renumber.ts'
import { htmlOf, isPlain } from './serialise.ts'
import { restyled } from './restyle.ts'
import { firstSheetId, spliceParts } from './sheet-part.ts'
import { contains, copyTree, createNode, link, type ModelNode, type NodeState, setAttribute, unlink, walkDeep } from './tree.ts'

/** A page as its DOM events describe it, without a browser. */
export interface DocumentModel {
  /** Applies one event. Throws a WireError only on HTML that no browser serialises. */
  apply(event: DomEvent): void
  node(id: number): ModelNode | undefined
  readonly document: ModelNode
  /** The last id given: the next `add` numbers on from it. */
  readonly lastId: number
  /** References to nodes that this page does not have, or not there. */
  readonly unplaced: number
  /** What it shows that belongs to none of its nodes. */
  readonly beside: Beside
  /** The document's elements as a browser serialises them, shadow roots as templates. */
  html(): string
  /** What {@link html} cannot say, in the numbering that a keyframe of now has. */
  textFix(): TextFix
  /** The same page, to go on from on its own. Nodes that stand nowhere are left out. */
  copy(): DocumentModel
  /** A keyframe of now. It renumbers: its ids are not this model's. */
  keyframe(timeMs: number): EventOf<'keyframe'>
}

const attributeName = /^[^\s/>\0][^\s/>=\0]*$/

export const createDocumentModel = (): DocumentModel => {
  const document = createNode('document', 1)
  return modelFrom({ document, nodes: new Map([[1, document]]), numbers: createNumbers(), beside: createBeside(0, 0), unplaced: 0 })
}

interface Held {
  readonly document: ModelNode
  readonly nodes: Map<number, ModelNode>
  readonly numbers: Numbers
  readonly beside: Beside
  readonly unplaced: number
}

function modelFrom(held: Held): DocumentModel {
  let { document, nodes, numbers, beside, unplaced } = held

  const register = (node: ModelNode): ModelNode => {
    nodes.set(node.id, node)
    return node
  }
  const target: TreeTarget<ModelNode> = {
    element(name, namespace, attributes, id) {
      const node = register(createNode('element', id, { name, namespace }))
      if (attributes.length) node.attributes = new Map(attributes)
      return node
    },
    text: (data, id) => register(createNode('text', id, { data })),
    comment: (data, id) => register(createNode('comment', id, { data })),
    shadow(host, _mode, id, attributes) {
      const node = register(createNode('shadow', id))
      node.attributes = new Map(attributes)
      // A second shadow root cannot be; its nodes keep the numbers they were given and stand nowhere.
      if (host.kind !== 'element' || host.shadow || isPlain(host)) unplaced++
      else {
        node.parent = host
        host.shadow = node
      }
      return node
    },
    insert(parent, node, before) {
      if (takes(parent, node)) link(parent, node, before)
      else unplaced++
    },
    content(node, html) {
      node.data = html
    },
  }

  function reset(event: EventOf<'keyframe'>): void {
    if (!numbers.given) numbers = createNumbers()
    document = createNode('document', numbers.given ? takeDocumentId(numbers) : 1)
    nodes = new Map([[1, document]])
    beside = createBeside(event.width, event.height)
    document.state = { page: pageOf(event), scroll: { x: event.scrollX, y: event.scrollY } }
    const isRenumbered = numbers.given !== null
    buildNumbered(event.html, event, { parent: document, parentId: 1, before: null, namespace: 'html' }, numbers, target)
    const count = isRenumbered ? nodes.size : numbers.last
    if (count !== event.nodes) throw new WireError('bad-value', count, `a keyframe of ${event.nodes} nodes has ${count}`)
  }

  /** An unknown parent still uses up the ids: what comes after must keep its numbers. */
  function add(event: EventOf<'add'>): void {
    const place = placeOf(event)
    const parent = place?.parent ?? createNode('element', 0)
    const from = { parent, parentId: event.parent, before: place?.before ?? null, namespace: childNamespace(parent) }
    buildNumbered(event.html, event, from, numbers, target)
    reparse(parent)
  }

  /** As with `add`, the ids are used up wherever it stands. */
  function applyFrame(event: EventOf<'frame'>): void {
    const host = nodes.get(event.host)
    if (host?.frame) remove(host.frame)
    const inner = createNode('document', takeDocumentId(numbers))
    inner.state = { page: pageOf(event) }
    if (host && holdsFrame(host)) {
      host.frame = register(inner)
      host.state = { ...host.state, foreign: undefined }
      inner.parent = host
    } else unplaced++
    buildNumbered(event.html, event, { parent: inner, parentId: inner.id, before: null, namespace: 'html' }, numbers, target)
  }

  /** New text in a `<style>` is a new sheet: what scripts had made of the one before is gone. */
  function reparse(node: ModelNode | null): void {
    if (node?.name === 'style' && node.state?.css !== undefined) node.state = { ...node.state, css: undefined }
  }

  function placeOf(event: { parent: number; before: number }): { parent: ModelNode; before: ModelNode | null } | null {
    const parent = nodes.get(event.parent)
    const before = event.before ? nodes.get(event.before) : null
    if (!parent || before === undefined || !takesChildren(parent)) {
      unplaced++
      if (!parent || !takesChildren(parent)) return null
    }
    if (before && before.parent !== parent) {
      unplaced++
      return { parent, before: null }
    }
    return { parent, before: before && before.kind !== 'shadow' ? before : null }
  }

  function move(event: EventOf<'move'>): void {
    const node = nodes.get(event.id)
    const place = placeOf(event)
    const isMovable = node && place && node.kind !== 'shadow' && node.kind !== 'document'
    if (!isMovable || !takes(place.parent, node) || contains(node, place.parent)) {
      unplaced++
      return
    }
    const before = place.before === node ? node.next : place.before
    reparse(node.parent)
    unlink(node)
    link(place.parent, node, before)
    reparse(place.parent)
  }

  function remove(node: ModelNode): void {
    reparse(node.parent)
    unlink(node)
    walkDeep(node, ({ id }) => nodes.delete(id))
    if (!nodes.has(beside.focus.id)) beside.focus = noFocus
    if (beside.layers.length) beside.layers = beside.layers.filter(({ id }) => nodes.has(id))
  }

  function withNode(id: number, change: (node: ModelNode) => boolean | void): void {
    const node = nodes.get(id)
    if (!node || change(node) === false) unplaced++
  }
  const setState = (id: number, state: NodeState): void =>
    withNode(id, (node) => {
      if (node.kind === 'text' || node.kind === 'comment') return false
      node.state = { ...node.state, ...state }
    })
  const setElement = (id: number, state: NodeState): void => (nodes.get(id)?.kind === 'element' ? setState(id, state) : void unplaced++)

  function apply(event: DomEvent): void {
    switch (event.type) {
      case 'keyframe':
        return reset(event)
      case 'add':
        return add(event)
      case 'move':
        return move(event)
      case 'remove':
        return withNode(event.id, (node) => node.kind !== 'document' && remove(node))
      case 'text':
        return withNode(event.id, (node) => {
          if (node.kind !== 'text' && node.kind !== 'comment') return false
          node.data = event.text
          reparse(node.parent)
        })
      case 'attribute':
        return withNode(event.id, (node) => {
          if (node.kind !== 'element' || !attributeName.test(event.name)) return false
          setAttribute(node, event.name, event.value)
        })
      case 'restyle':
        return restyled(
          event,
          (id) => nodes.get(id)?.attributes.get('style'),
          (id, style) => setAttribute(nodes.get(id)!, 'style', style),
        )
      case 'input': {
        const { value, checked, selected } = event
        return setElement(event.id, {
          ...(value !== undefined && { value }),
          ...(checked !== undefined && { checked }),
          ...(selected !== undefined && { selected }),
        })
      }
      case 'scroll':
        return setState(event.id, { scroll: { x: event.x, y: event.y } })
      case 'focus':
        beside.focus = nodes.has(event.id) ? { id: event.id, visible: event.visible } : noFocus
        return event.id ? withNode(event.id, () => undefined) : undefined
      case 'frame':
        return applyFrame(event)
      case 'foreignFrame':
        return withNode(event.host, (host) => {
          if (!holdsFrame(host)) return false
          if (host.frame) remove(host.frame)
          host.state = { ...host.state, foreign: event.tab }
        })
      case 'sheet':
        return event.owner < firstSheetId ? setState(event.owner || 1, { css: event.css }) : applyBeside(beside, event)
      case 'adopt':
        return withNode(event.id, (node) => {
          if (node.kind !== 'document' && node.kind !== 'shadow') return false
          node.state = { ...node.state, adopted: event.sheets }
        })
      case 'sheetEdit':
        if (beside.sheets.has(event.owner)) return applyBeside(beside, event)
        return withNode(event.owner || 1, (node) => {
          const css = node.state?.css
          if (css === undefined) return false
          node.state = { ...node.state, css: spliceParts(css, event) }
        })
      case 'sheetState': {
        const { disabled, media } = event
        return setElement(event.owner, { sheet: { disabled, media } })
      }
      case 'media':
        return setElement(event.id, { media: event })
      case 'canvas':
        return setElement(event.id, { image: event.image })
      case 'slot':
        return setElement(event.id, { slotted: event.nodes })
      case 'elementState':
        return withNode(event.id, (node) => {
          if (node.kind !== 'element') return false
          const others = node.state?.states?.filter((name) => name !== event.name) ?? []
          node.state = { ...node.state, states: event.on ? [...others, event.name].sort() : others }
        })
      case 'renumber':
        return renumber(numbers, event)
      case 'topLayer':
        return withNode(event.id, () => applyBeside(beside, event))
      default:
        applyBeside(beside, event)
    }
  }

  function keyframeOf(numbering: Numbering, timeMs: number): EventOf<'keyframe'> {
    const { width, height } = beside
    const { x, y } = document.state?.scroll ?? { x: 0, y: 0 }
    return {
      type: 'keyframe',
      timeMs,
      ...documentFields(document, htmlOf(document), numbering.fix),
      nodes: numbering.lastId,
      width,
      height,
      scrollX: x,
      scrollY: y,
    }
  }

  return {
    apply,
    node: (id) => nodes.get(id),
    get document() {
      return document
    },
    get lastId() {
      return numbers.last
    },
    get unplaced() {
      return unplaced
    },
    get beside() {
      return beside
    },
    copy: () => modelFrom({ ...copyTree(document), numbers: { ...numbers }, beside: copyBeside(beside), unplaced }),
    html: () => htmlOf(document),
    textFix: () => numberTree(document).fix,
    keyframe: (timeMs) => keyframeOf(numberTree(document), timeMs),
  }
}

const pageOf = ({ doctype, url, base }: EventOf<'keyframe' | 'frame'>): NonNullable<NodeState['page']> => ({ doctype, url, base })

/** What `keyframe` and `frame` say of a document. */
export const documentFields = (
  document: ModelNode,
  html: string,
  { splits, empties }: TextFix,
): Omit<EventOf<'frame'>, 'type' | 'timeMs' | 'host'> => ({
  html,
  ...(document.state?.page ?? { doctype: '', url: '', base: '' }),
  splits: splits.map(({ id, lengths }) => ({ id, lengths: [...lengths] })),
  empties: empties.map((empty) => ({ ...empty })),
})

const holdsFrame = (node: ModelNode): boolean => node.name === 'iframe' && node.namespace === 'html'
const takesChildren = (node: ModelNode): boolean =>
  node.kind === 'document' || node.kind === 'shadow' || (node.kind === 'element' && hasNumberedChildren(node.name, node.namespace))
/** What holds text only takes nothing else: no HTML says a page with an element in its `<style>`. */
const takes = (parent: ModelNode, node: ModelNode): boolean => node.kind === 'text' || !isPlain(parent)

const childNamespace = (parent: ModelNode): Namespace =>
  parent.kind === 'element' ? innerNamespace(parent.name, parent.namespace) : 'html'
