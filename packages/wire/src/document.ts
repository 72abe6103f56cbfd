import { buildHtml, hasNumberedChildren, type TextFix, type TreeTarget } from './build.ts'
import { WireError } from './error.ts'
import type { DomEvent, EventOf } from './event.ts'
import { innerNamespace, type Namespace } from './html.ts'
import { type Numbering, numberTree } from './number.ts'
import { htmlOf } from './serialise.ts'
import { restyled } from './restyle.ts'
import { spliceParts } from './sheet-part.ts'
import { contains, createNode, link, type ModelNode, type NodeState, unlink, walkDeep } from './tree.ts'

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
  readonly focus: { readonly id: number; readonly visible: boolean }
  /** The document's elements as a browser serialises them, shadow roots as templates. */
  html(): string
  /** What {@link html} cannot say, in the numbering that a keyframe of now has. */
  textFix(): TextFix
  /** A keyframe of now. It renumbers: its ids are not this model's. */
  keyframe(timeMs: number): EventOf<'keyframe'>
  /** A keyframe of now followed by what it cannot say: frames, form values, scroll offsets, live sheets, top layer, focus. */
  snapshot(timeMs: number): DomEvent[]
}

const attributeName = /^[^\s/>\0][^\s/>=\0]*$/

export function createDocumentModel(): DocumentModel {
  let document = createNode('document', 1)
  let nodes = new Map<number, ModelNode>([[1, document]])
  let size = { width: 0, height: 0 }
  let lastId = 1
  let unplaced = 0
  let focus = { id: 0, visible: false }

  const register = (node: ModelNode): ModelNode => {
    nodes.set(node.id, node)
    return node
  }
  const target: TreeTarget<ModelNode> = {
    element(name, namespace, attributes, id) {
      const node = register(createNode('element', id, { name, namespace }))
      for (const [key, value] of attributes) node.attributes.set(key, value)
      return node
    },
    text: (data, id) => register(createNode('text', id, { data })),
    comment: (data, id) => register(createNode('comment', id, { data })),
    shadow(host, _mode, id, attributes) {
      const node = register(createNode('shadow', id))
      for (const [key, value] of attributes) node.attributes.set(key, value)
      // A second shadow root cannot be; its nodes keep the numbers they were given and stand nowhere.
      if (host.kind !== 'element' || host.shadow) unplaced++
      else {
        node.parent = host
        host.shadow = node
      }
      return node
    },
    insert: link,
    content(node, html) {
      node.data = html
    },
  }

  function reset(event: EventOf<'keyframe'>): void {
    document = createNode('document', 1)
    nodes = new Map([[1, document]])
    size = event
    focus = { id: 0, visible: false }
    document.state = { page: pageOf(event), scroll: { x: event.scrollX, y: event.scrollY } }
    lastId = buildHtml(event.html, event, { parent: document, parentId: 1, before: null, namespace: 'html', firstId: 2 }, target) - 1
    if (lastId !== event.nodes) throw new WireError('bad-value', lastId, `a keyframe of ${event.nodes} nodes has ${lastId}`)
  }

  /** An unknown parent still uses up the ids: what comes after must keep its numbers. */
  function add(event: EventOf<'add'>): void {
    const place = placeOf(event)
    const parent = place?.parent ?? createNode('element', 0)
    const namespace = childNamespace(parent)
    const from = { parent, parentId: event.parent, before: place?.before ?? null, namespace, firstId: lastId + 1 }
    lastId = buildHtml(event.html, event, from, target) - 1
  }

  /** As with `add`, the ids are used up wherever it stands. */
  function applyFrame(event: EventOf<'frame'>): void {
    const host = nodes.get(event.host)
    if (host?.frame) remove(host.frame)
    const inner = createNode('document', lastId + 1)
    inner.state = { page: pageOf(event) }
    if (host && holdsFrame(host)) {
      host.frame = register(inner)
      inner.parent = host
    } else unplaced++
    const from = { parent: inner, parentId: inner.id, before: null, namespace: 'html', firstId: inner.id + 1 } as const
    lastId = buildHtml(event.html, event, from, target) - 1
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
    if (!node || !place || node.kind === 'shadow' || node.kind === 'document' || contains(node, place.parent)) {
      unplaced++
      return
    }
    const before = place.before === node ? node.next : place.before
    unlink(node)
    link(place.parent, node, before)
  }

  function remove(node: ModelNode): void {
    unlink(node)
    walkDeep(node, ({ id }) => nodes.delete(id))
    if (!nodes.has(focus.id)) focus = { id: 0, visible: false }
  }

  function withNode(id: number, change: (node: ModelNode) => boolean | void): void {
    const node = nodes.get(id)
    if (!node || change(node) === false) unplaced++
  }
  const setState = (id: number, state: NodeState): void =>
    withNode(id, (node) => {
      node.state = { ...node.state, ...state }
    })

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
        })
      case 'attribute':
        return withNode(event.id, (node) => {
          if (node.kind !== 'element' || !attributeName.test(event.name)) return false
          if (event.value === undefined) node.attributes.delete(event.name)
          else node.attributes.set(event.name, event.value)
        })
      case 'restyle':
        return restyled(
          event,
          (id) => nodes.get(id)?.attributes.get('style'),
          (id, style) => void nodes.get(id)?.attributes.set('style', style),
        )
      case 'input': {
        const { value, checked, selected } = event
        return setState(event.id, {
          ...(value !== undefined && { value }),
          ...(checked !== undefined && { checked }),
          ...(selected !== undefined && { selected }),
        })
      }
      case 'scroll':
        return setState(event.id, { scroll: { x: event.x, y: event.y } })
      case 'focus':
        focus = { id: event.id, visible: event.visible }
        return event.id ? withNode(event.id, () => undefined) : undefined
      case 'frame':
        return applyFrame(event)
      case 'foreignFrame':
        return withNode(event.host, (host) => holdsFrame(host) && (host.frame ? remove(host.frame) : undefined))
      case 'sheet':
        return setState(event.owner || 1, { css: event.css })
      case 'sheetEdit':
        return withNode(event.owner || 1, (node) => {
          const css = node.state?.css
          if (css === undefined) return false
          node.state = { ...node.state, css: spliceParts(css, event) }
        })
      case 'topLayer':
        return setState(event.id, { layer: event.layer === 'none' ? undefined : event.layer })
      // What stands beside the tree, and changes nothing in it.
      default:
        return
    }
  }

  function keyframeOf(numbering: Numbering, timeMs: number): EventOf<'keyframe'> {
    const { width, height } = size
    const { x, y } = document.state?.scroll ?? { x: 0, y: 0 }
    return {
      type: 'keyframe',
      timeMs,
      ...documentFields(document, numbering),
      nodes: numbering.lastId,
      width,
      height,
      scrollX: x,
      scrollY: y,
    }
  }

  function snapshot(timeMs: number): DomEvent[] {
    let numbering = numberTree(document)
    const events: DomEvent[] = [keyframeOf(numbering, timeMs)]
    const ids = new Map(numbering.ids)
    // What is added while it is walked is walked, too: frames in frames.
    for (const [{ frame }, host] of ids) {
      if (!frame) continue
      numbering = numberTree(frame, numbering.lastId + 1)
      for (const [node, id] of numbering.ids) ids.set(node, id)
      events.push({ type: 'frame', timeMs, host, ...documentFields(frame, numbering) })
    }
    for (const [node, id] of ids) {
      const { value, checked, selected, scroll, css, layer } = node.state ?? {}
      if (css !== undefined) events.push({ type: 'sheet', timeMs, owner: node === document ? 0 : id, css })
      if (value !== undefined || checked !== undefined || selected)
        events.push({ type: 'input', timeMs, id, value, checked, selected: selected && [...selected] })
      if (layer) events.push({ type: 'topLayer', timeMs, id, layer })
      if (scroll && node !== document) events.push({ type: 'scroll', timeMs, id, ...scroll })
    }
    const focused = nodes.get(focus.id)
    const id = focused && ids.get(focused)
    if (id) events.push({ type: 'focus', timeMs, id, visible: focus.visible })
    return events
  }

  return {
    apply,
    node: (id) => nodes.get(id),
    get document() {
      return document
    },
    get lastId() {
      return lastId
    },
    get unplaced() {
      return unplaced
    },
    get focus() {
      return focus
    },
    html: () => htmlOf(document),
    textFix: () => numberTree(document).fix,
    keyframe: (timeMs) => keyframeOf(numberTree(document), timeMs),
    snapshot,
  }
}

const pageOf = ({ doctype, url, base }: EventOf<'keyframe' | 'frame'>): NonNullable<NodeState['page']> => ({ doctype, url, base })

/** What `keyframe` and `frame` say of a document. */
function documentFields(document: ModelNode, { fix }: Numbering): Omit<EventOf<'frame'>, 'type' | 'timeMs' | 'host'> {
  return {
    html: htmlOf(document),
    ...(document.state?.page ?? { doctype: '', url: '', base: '' }),
    splits: fix.splits.map(({ id, lengths }) => ({ id, lengths: [...lengths] })),
    empties: fix.empties.map((empty) => ({ ...empty })),
  }
}

const holdsFrame = (node: ModelNode): boolean => node.name === 'iframe' && node.namespace === 'html'
const takesChildren = (node: ModelNode): boolean =>
  node.kind === 'document' || node.kind === 'shadow' || (node.kind === 'element' && hasNumberedChildren(node.name, node.namespace))

const childNamespace = (parent: ModelNode): Namespace =>
  parent.kind === 'element' ? innerNamespace(parent.name, parent.namespace) : 'html'
