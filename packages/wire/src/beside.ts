import type { DomEvent, EventOf } from './event.ts'
import { spliceParts } from './sheet-part.ts'

/** What a page shows that belongs to none of its nodes. */
export interface Beside {
  width: number
  height: number
  focus: { readonly id: number; readonly visible: boolean }
  pointed: Body<'pointed'> | null
  selection: Body<'selection'> | null
  feature: Body<'feature'> | null
  visualViewport: Body<'visualViewport'> | null
  /** The top layer, lowest first. */
  layers: readonly { readonly id: number; readonly layer: 'modal' | 'popover' | 'fullscreen' }[]
  /** Text of constructed sheets, by id. */
  readonly sheets: Map<number, string>
  /** By what tells one from another. */
  readonly fonts: Map<string, EventOf<'font'>>
  readonly undefinedNames: Set<string>
  readonly highlights: Map<string, EventOf<'highlight'>['ranges']>
  /** The last that was told of each, with the key frames and timing that it was declared with. */
  readonly motions: Map<string, EventOf<'animation'>>
}
type Body<T extends DomEvent['type']> = Omit<EventOf<T>, 'type' | 'timeMs'>

export const noFocus: Beside['focus'] = { id: 0, visible: false }

export const createBeside = (width: number, height: number): Beside => ({
  width,
  height,
  focus: noFocus,
  pointed: null,
  selection: null,
  feature: null,
  visualViewport: null,
  layers: [],
  sheets: new Map(),
  fonts: new Map(),
  undefinedNames: new Set(),
  highlights: new Map(),
  motions: new Map(),
})

export const copyBeside = (beside: Beside): Beside => ({
  ...beside,
  sheets: new Map(beside.sheets),
  fonts: new Map(beside.fonts),
  undefinedNames: new Set(beside.undefinedNames),
  highlights: new Map(beside.highlights),
  motions: new Map(beside.motions),
})

/** What names an animation: a script's its key, one of CSS what it animates. */
export const motionKey = ({
  id,
  kind,
  key,
  name,
  pseudo = '',
}: Pick<EventOf<'animation'>, 'id' | 'kind' | 'key' | 'name' | 'pseudo'>): string =>
  kind === 'script' ? `${key}` : `${id} ${kind === 'css-animation' ? '@' : ''}${name} ${pseudo}`

/** Applies an event that changes no node. */
export function applyBeside(beside: Beside, event: DomEvent): void {
  const body = <T extends DomEvent>({ type: _type, timeMs: _timeMs, ...rest }: T): Omit<T, 'type' | 'timeMs'> => rest
  switch (event.type) {
    case 'pointed':
      beside.pointed = body(event)
      return
    case 'selection':
      beside.selection = body(event)
      return
    case 'feature':
      beside.feature = body(event)
      return
    case 'visualViewport':
      beside.visualViewport = body(event)
      return
    case 'topLayer': {
      const { id, layer } = event
      const others = beside.layers.filter((entry) => entry.id !== id)
      beside.layers = layer === 'none' ? others : [...others, { id, layer }]
      return
    }
    case 'sheet':
    case 'sheetEdit': {
      const { owner } = event
      const css = event.type === 'sheet' ? event.css : spliceParts(beside.sheets.get(owner) ?? '', event)
      if (css) beside.sheets.set(owner, css)
      else beside.sheets.delete(owner)
      return
    }
    case 'font': {
      const key = JSON.stringify([event.family, event.source, event.descriptors])
      if (event.removed) beside.fonts.delete(key)
      else beside.fonts.set(key, event)
      return
    }
    case 'define':
      if (event.defined) beside.undefinedNames.delete(event.name)
      else beside.undefinedNames.add(event.name)
      return
    case 'highlight':
      if (event.ranges.length) beside.highlights.set(event.name, event.ranges)
      else beside.highlights.delete(event.name)
      return
    case 'animation':
      return applyAnimation(beside, event)
  }
}

function applyAnimation({ motions }: Beside, event: EventOf<'animation'>): void {
  const key = motionKey(event)
  const { keyframes, timing } = motions.get(key) ?? {}
  // What CSS has ended says nothing of what it begins next.
  if (event.state === 'cancelled' || (event.state === 'finished' && event.kind !== 'script')) motions.delete(key)
  else if (event.keyframes !== undefined || keyframes === undefined) motions.set(key, event)
  else motions.set(key, { ...event, keyframes, ...(timing !== undefined && { timing }) })
}
