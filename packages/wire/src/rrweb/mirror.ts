import { hasNumberedChildren } from '../build.ts'
import { WireError } from '../error.ts'
import { innerNamespace, type Namespace, namespaceOf, voidElements } from '../html.ts'
import { isPlain } from '../serialise.ts'
import { createNode, link, type ModelNode, walkDeep } from '../tree.ts'
import { attributesOf } from './attribute.ts'
import { createReader, doctypeOf, type Json, nodeType, type Reader } from './source.ts'

/** rrweb's nodes as a tree of ours. A node's `id` is 0 until an event of ours has introduced it. */
export interface Mirror {
  readonly document: ModelNode
  node(rrwebId: unknown): ModelNode | undefined
  /** Whether the id belongs to something that our format leaves out on purpose: script text. */
  isLeftOut(rrwebId: unknown): boolean
  /** Gives one of our nodes rrweb's id. */
  adopt(rrwebId: unknown, node: ModelNode): void
  /** Makes a node and its children, detached; null when the node is left out. */
  create(sn: Json, parent: ModelNode): ModelNode | null
  /** Reads a document's children into `document`; returns its doctype. */
  fill(document: ModelNode, sn: Json): string
  /** Leaves out a node with all that is in it. */
  leaveOut(sn: Json): void
  /** Drops a removed subtree's ids. */
  forget(top: ModelNode): void
  /** Whether rrweb has an id for the node: a shadow root and text made from an attribute have none. */
  hasId(node: ModelNode): boolean
  /** The shadow root of `host`, made if need be. */
  shadowOf(host: ModelNode): { shadow: ModelNode; isNew: boolean }
}

export interface MirrorOptions {
  readonly index: number
  onSkip(what: string): void
}

/** Scripts can put anything into a `<style>`; of what holds text only, HTML says no more than its text. */
export const isSayable = (sn: Json, parent: ModelNode): boolean => !isPlain(parent) || (sn['type'] === nodeType.text && !sn['isShadow'])

/** Making nodes recurses. */
export const maxDepth = 512

export function createMirror(options: () => MirrorOptions): Mirror {
  const document = createNode('document', 1)
  const nodes = new Map<unknown, ModelNode>()
  const rrwebIds = new WeakMap<ModelNode, unknown>()
  const leftOut = new Set<unknown>()
  const reader = (): Reader => createReader(options().index)

  function register(sn: Json, node: ModelNode): ModelNode {
    nodes.set(sn['id'], node)
    rrwebIds.set(node, sn['id'])
    leftOut.delete(sn['id'])
    return node
  }
  function leaveOut(sn: Json): void {
    const queue: unknown[] = [sn]
    for (let item = queue.pop(); item !== undefined; item = queue.pop()) {
      const one = reader().object(item, 'node')
      leftOut.add(one['id'])
      for (const child of reader().list(one['childNodes'], 'childNodes')) queue.push(child)
    }
  }

  function create(sn: Json, parent: ModelNode, depth = 0): ModelNode | null {
    if (depth > maxDepth) throw new WireError('too-large', options().index, `deeper than ${maxDepth}`)
    const text = (): string => (typeof sn['textContent'] === 'string' ? sn['textContent'] : '')
    switch (sn['type']) {
      case nodeType.text:
        return register(sn, createNode('text', 0, { data: text() }))
      case nodeType.comment:
        return register(sn, createNode('comment', 0, { data: commentData(text()) }))
      case nodeType.element:
        return createElement(sn, parent, depth)
      case nodeType.document:
        // One that is not attached to an iframe of its own.
        options().onSkip('frame')
    }
    leaveOut(sn)
    return null
  }

  function createElement(sn: Json, parent: ModelNode, depth: number): ModelNode {
    const { name, attributes, text } = attributesOf(sn, options())
    const namespace = elementNamespace(name, sn, parent)
    const node = register(sn, createNode('element', 0, { name: namespace === 'svg' ? (svgNames[name] ?? name) : name, namespace }))
    node.attributes = new Map(attributes)
    const children = reader().list(sn['childNodes'], 'childNodes')
    if (sn['isShadowHost'] && !isPlain(node)) shadowOf(node)
    // A text control's live value comes as an attribute and replaces its children.
    const replaced = name === 'textarea' && text !== undefined
    for (const item of children) {
      const child = reader().object(item, 'node')
      if (replaced || !hasNumberedChildren(name, namespace) || !isSayable(child, node)) {
        leaveOut(child)
        continue
      }
      const made = create(child, node, depth + 1)
      if (made) link(child['isShadow'] ? shadowOf(node).shadow : node, made, null)
    }
    if (text !== undefined) fillText(node, text)
    return node
  }

  function shadowOf(host: ModelNode): { shadow: ModelNode; isNew: boolean } {
    if (host.shadow) return { shadow: host.shadow, isNew: false }
    const shadow = createNode('shadow', 0)
    shadow.attributes = new Map([['shadowrootmode', 'open']])
    shadow.parent = host
    host.shadow = shadow
    return { shadow, isNew: true }
  }

  return {
    document,
    adopt: (id, node) => void register({ id }, node),
    node: (id) => (id === undefined || id === null ? undefined : nodes.get(id)),
    isLeftOut: (id) => leftOut.has(id),
    create: (sn, parent) => create(sn, parent),
    fill(into, sn) {
      register(sn, into)
      let doctype = ''
      for (const item of reader().list(sn['childNodes'], 'childNodes')) {
        const child = reader().object(item, 'node')
        if (child['type'] === nodeType.doctype) doctype = doctypeOf(child)
        const node = create(child, into)
        if (node && node.kind !== 'text') link(into, node, null)
      }
      return doctype
    },
    leaveOut,
    forget(top) {
      walkDeep(top, (node) => {
        const id = rrwebIds.get(node)
        if (nodes.get(id) === node) nodes.delete(id)
      })
    },
    hasId: (node) => rrwebIds.has(node),
    shadowOf,
  }
}

/** Where a sheet's or text control's text goes: into the text nodes that rrweb numbered, else into one of ours. */
export function fillText(node: ModelNode, text: string): void {
  const parts = text.split('/* rr_split */')
  const slots: ModelNode[] = []
  for (let at = node.first; at; at = at.next) if (at.kind === 'text') slots.push(at)
  const data = node.name === 'style' ? sheetText(parts.join('')) : text
  if (!slots.length) {
    if (data) link(node, createNode('text', 0, { data }), null)
  } else if (parts.length === slots.length) slots.forEach((slot, i) => (slot.data = sheetText(parts[i]!)))
  else slots.forEach((slot, i) => (slot.data = i ? '' : data))
}

/** Raw text cannot hold its own end tag; an escaped solidus means the same to CSS. */
export const sheetText = (css: string): string => css.replace(/<\/(?=style)/gi, '<\\/')
/** A comment cannot hold its own end. */
export const commentData = (data: string): string => data.replace(/--(?=>)/g, '- -').replace(/^-?>/, '')

function elementNamespace(name: string, sn: Json, parent: ModelNode): Namespace {
  const outer = parent.kind === 'element' ? innerNamespace(parent.name, parent.namespace) : 'html'
  const own = namespaceOf(name, outer)
  return own !== 'html' && !sn['isSVG'] && voidElements.has(name) ? 'html' : own
}

/** rrweb lower-cases SVG's names. */
const svgNames: Readonly<Record<string, string>> = /* @__PURE__ */ createSvgNames()
function createSvgNames(): Record<string, string> {
  return Object.fromEntries(
    `altGlyph altGlyphDef altGlyphItem animateColor animateMotion animateTransform clipPath feBlend feColorMatrix feComponentTransfer
  feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR
  feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence
  foreignObject glyphRef linearGradient radialGradient textPath`
      .split(/\s+/)
      .map((name) => [name.toLowerCase(), name]),
  )
}
