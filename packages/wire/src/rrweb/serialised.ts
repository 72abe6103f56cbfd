import { hasNumberedChildren } from '../build.ts'
import { contains, type ModelNode, walk } from '../tree.ts'
import { type Json, nodeType } from './source.ts'

/** rrweb gives doctypes ids, we do not: from here on, which no page's numbering reaches. */
const doctypeIds = 2_000_000_000

/** Nodes of the model as rrweb serialises them. Ids are ours; a shadow root has none there, its children name the host. */
export interface Serialiser {
  document(document: ModelNode): Json
  /** Mutation `adds` for the documents in the iframes of these nodes, as rrweb attaches them. */
  frames(nodes: Iterable<ModelNode | undefined>): Json[]
  /** Mutation `adds` for nodes in document order, each on its own; those that stand nowhere are left out. */
  added(nodes: readonly (ModelNode | undefined)[], document: ModelNode): Json[]
  removal(node: ModelNode): Json | null
  /** The attributes to set or, with null, to remove when one of ours changes. */
  attribute(node: ModelNode, name: string, value: string | undefined): Json
  /** CSS text with its addresses replaced by what they stand for. */
  css(text: string): string
}

const addressAttributes: ReadonlySet<string> = new Set(['src', 'poster', 'data', 'background', 'xlink:href'])

export function createSerialiser({ asset }: { asset(url: string): string | undefined }): Serialiser {
  const css = (text: string): string =>
    text.replace(/url\(\s*(?:"([^"]*)"|'([^']*)'|([^\s"')]+))\s*\)/g, (whole, a?: string, b?: string, c?: string) => {
      const found = asset(a ?? b ?? c ?? '')
      return found?.startsWith('data:') ? `url("${found}")` : whole
    })

  function value(node: ModelNode, name: string, text: string): string {
    if (name === 'style') return css(text)
    const isImageLink = name === 'href' && (node.name === 'image' || node.name === 'use')
    return addressAttributes.has(name) || isImageLink ? (asset(text) ?? text) : text
  }
  const sheetOf = (node: ModelNode): string | undefined => {
    const href = node.attributes.get('href')
    const isSheet = node.name === 'link' && href && node.attributes.get('rel')?.toLowerCase().split(/\s+/).includes('stylesheet')
    const text = isSheet ? asset(href) : undefined
    return text === undefined ? undefined : css(text)
  }

  function attributesOf(node: ModelNode): Json {
    const attributes: Record<string, string> = {}
    for (const [name, text] of node.attributes) attributes[name] = value(node, name, text)
    const text = node.state?.css ?? sheetOf(node)
    if (text !== undefined && (node.name === 'link' || node.name === 'style')) {
      attributes['_cssText'] = text
      delete attributes['rel']
      delete attributes['href']
    }
    // A candidate list would be preferred over the picture that the recording holds.
    if (attributes['src']?.startsWith('data:')) delete attributes['srcset']
    return attributes
  }

  function shallow(node: ModelNode): Json {
    const root = documentOf(node)
    const inShadow = {
      ...(node.parent?.kind === 'shadow' && { isShadow: true }),
      ...(root?.parent && { rootId: root.id }),
    }
    if (node.kind === 'text') {
      const isStyle = node.parent?.name === 'style'
      return { type: nodeType.text, id: node.id, textContent: isStyle ? css(node.data) : node.data, ...inShadow }
    }
    if (node.kind === 'comment') return { type: nodeType.comment, id: node.id, textContent: node.data, ...inShadow }
    return {
      type: nodeType.element,
      id: node.id,
      tagName: node.name,
      attributes: attributesOf(node),
      childNodes: [],
      ...(node.namespace === 'svg' && { isSVG: true }),
      ...(node.shadow && { isShadowHost: true }),
      ...inShadow,
    }
  }
  function deep(node: ModelNode): Json {
    if (node.kind !== 'element' || !hasNumberedChildren(node.name, node.namespace)) return shallow(node)
    const childNodes: Json[] = []
    for (const top of [node.shadow, node]) for (let child = top?.first ?? null; child; child = child.next) childNodes.push(deep(child))
    return { ...shallow(node), childNodes }
  }

  function documentNode(document: ModelNode): Json {
    const doctype = document.state?.page?.doctype
    const inFrame = document.parent ? { rootId: document.id } : {}
    const childNodes: Json[] = doctype
      ? [{ type: nodeType.doctype, id: doctypeIds + document.id, ...doctypeParts(doctype), ...inFrame }]
      : []
    for (let child = document.first; child; child = child.next) childNodes.push(deep(child))
    // rrweb's Replayer looks at the first child of a document in quirks mode.
    const isQuirky = !doctype && childNodes.length > 0
    return { type: nodeType.document, id: document.id, childNodes, ...(isQuirky && { compatMode: 'BackCompat' }) }
  }

  return {
    css,
    document: documentNode,
    frames(nodes) {
      const adds: Json[] = []
      const frames: ModelNode[] = []
      const note = (node: ModelNode | undefined): void => void (node?.frame && frames.push(node.frame))
      for (const node of nodes) note(node)
      for (const frame of frames) {
        adds.push({ parentId: frame.parent!.id, nextId: null, node: documentNode(frame) })
        walk(frame, note)
      }
      return adds
    },
    added(nodes, document) {
      const list: Json[] = []
      const fresh = new Set(nodes)
      for (const node of nodes) {
        if (!node?.parent || node.kind === 'shadow' || !contains(document, node)) continue
        // Within a new parent nodes come in order; at its edge the next sibling is there already.
        let next = node.next
        while (next && fresh.has(next)) next = next.next
        list.push({ parentId: parentIdOf(node), nextId: next?.id ?? null, node: shallow(node) })
      }
      return list
    },
    removal: (node) =>
      node.parent ? { parentId: parentIdOf(node), id: node.id, ...(node.parent.kind === 'shadow' && { isShadow: true }) } : null,
    attribute(node, name, text) {
      const sheet = node.name === 'link' ? sheetOf(node) : undefined
      if (sheet !== undefined) return { _cssText: sheet }
      return { [name]: text === undefined ? null : value(node, name, text) }
    },
  }
}

function documentOf(node: ModelNode): ModelNode | null {
  let at: ModelNode | null = node
  while (at && at.kind !== 'document') at = at.parent
  return at
}
const parentIdOf = (node: ModelNode): number => (node.parent!.kind === 'shadow' ? node.parent!.parent!.id : node.parent!.id)

function doctypeParts(doctype: string): Json {
  const found = /^(?:<!DOCTYPE\s+)?([^\s>"]+)?(?:\s+PUBLIC\s+"([^"]*)")?(?:\s+(?:SYSTEM\s+)?"([^"]*)")?/i.exec(doctype)
  return { name: found?.[1] ?? 'html', publicId: found?.[2] ?? '', systemId: found?.[3] ?? '' }
}
