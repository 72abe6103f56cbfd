import { createDocumentModel, type DocumentModel, type PlayheadEvent, isDomEvent, openEvents, readChunk } from '@playhead/wire'

/** All events of chunks, DOM before signals. */
export async function readEvents(chunks: readonly Uint8Array[]): Promise<PlayheadEvent[]> {
  const events: PlayheadEvent[] = []
  for (const bytes of chunks) for (const event of await openEvents(readChunk(bytes))) events.push(event)
  return events
}

/** The page that a stream describes. */
export function rebuild(events: readonly PlayheadEvent[]): DocumentModel {
  const model = createDocumentModel()
  for (const event of events) if (isDomEvent(event)) model.apply(event)
  return model
}

/** The live page as the model says it: comments, script text and unnumbered content left out. */
export function describeLive(node: Node): string {
  if (node.nodeType === 3) return JSON.stringify((node as Text).data)
  if (node.nodeType === 8) return '<!>'
  if (node.nodeType !== 1 && node.nodeType !== 11) return ''
  // Namespaces go by names: a style in what is called svg holds elements, though a script made both as HTML.
  const isText =
    (node as Element).localName === 'style' && (node as Element).namespaceURI?.endsWith('xhtml') && !(node as Element).closest?.('svg')
  const within = [...node.childNodes].map((child) => (isText && child.nodeType !== 3 ? '' : describeLive(child))).join('')
  if (node.nodeType === 11) return `{${within}}`
  const element = node as Element
  const attributes = [...element.attributes]
    .map(({ name, value }) => `${name}=${value}`)
    .filter((text) => !/^(?:on|src|href|nonce)/.test(text))
    .sort()
  const root = element.shadowRoot ? describeLive(element.shadowRoot) : ''
  const isEmptied = /^(?:script|noscript|template|iframe)$/.test(element.localName)
  return `<${element.localName} ${isEmptied ? '' : attributes.join(' ')}>${root}${isEmptied ? '' : within}</>`
}

type ModelNode = DocumentModel['document']
export function describeModel(node: ModelNode): string {
  if (node.kind === 'text') return JSON.stringify(node.data)
  if (node.kind === 'comment') return '<!>'
  let within = ''
  for (let child = node.first; child; child = child.next) within += describeModel(child)
  if (node.kind === 'shadow') return `{${within}}`
  if (node.kind === 'document') return within
  const attributes = [...node.attributes]
    .map(([name, value]) => `${name}=${value}`)
    .filter((text) => !/^(?:on|src|href|nonce)/.test(text))
    .sort()
  const isEmptied = /^(?:script|noscript|template|iframe)$/.test(node.name)
  return `<${node.name} ${isEmptied ? '' : attributes.join(' ')}>${node.shadow ? describeModel(node.shadow) : ''}${within}</>`
}
