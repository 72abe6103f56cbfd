import { applyStyleDiff } from './style.ts'
import { createReader, type Json } from './source.ts'

export interface ReadElement {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  /** Text that rrweb carries in an attribute: a sheet's CSS, a text control's value. */
  readonly text: string | undefined
}

const validName = /^[^\s/>\0][^\s/>=\0]*$/
const validTag = /^[a-z][^\s/>\0<"']*$/i

/** An element's name and attributes without rrweb's own (`rr_…`, `_cssText`), which mean something else here. */
export function attributesOf(sn: Json, options: { index: number; onSkip(what: string): void }): ReadElement {
  const reader = createReader(options.index)
  const given = sn['attributes'] === undefined ? {} : reader.object(sn['attributes'], 'attributes')
  const tag = typeof sn['tagName'] === 'string' ? sn['tagName'] : ''
  const css = typeof given['_cssText'] === 'string' ? given['_cssText'] : undefined
  const picture = typeof given['rr_dataURL'] === 'string' ? given['rr_dataURL'] : undefined
  let name = validTag.test(tag) ? tag : 'div'
  if (name === 'link' && css) name = 'style'
  // A canvas shows a picture of itself; without one it stays blank, and that is told.
  if (name === 'canvas' && picture) name = 'img'
  else if (name === 'canvas') options.onSkip('canvas')
  const attributes = new Map<string, string>()
  let text = name === 'style' ? css : undefined
  for (const [key, value] of Object.entries(given)) {
    if (name === 'textarea' && key === 'value' && typeof value === 'string') text = value
    else {
      const read = attributeValue(key, value)
      if (read !== undefined) attributes.set(key, read)
    }
  }
  if (name === 'img' && picture) {
    attributes.set('src', picture)
    attributes.delete('srcset')
  }
  const size = { width: given['rr_width'], height: given['rr_height'] }
  if (typeof size.width === 'string' || typeof size.height === 'string')
    attributes.set(
      'style',
      applyStyleDiff(attributes.get('style') ?? '', {
        ...(size.width !== undefined && { width: size.width }),
        ...(size.height !== undefined && { height: size.height }),
      }),
    )
  return { name, attributes, text }
}

/** An attribute's text; undefined when it is absent, rrweb's own, a handler, or has a name that HTML cannot write. */
export function attributeValue(name: string, value: unknown): string | undefined {
  if (name.startsWith('rr_') || name === '_cssText' || name === 'rootId' || /^on/i.test(name) || !validName.test(name)) return undefined
  if (value === true) return ''
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}
