import { createDocumentModel, type DocumentModel } from '../document.ts'
import type { DomEvent, EventOf, PlayheadEvent } from '../event.ts'
import { sortEvents } from '../split.ts'
import { firstSheetId } from '../sheet-part.ts'
import type { ModelNode } from '../tree.ts'
import { optionsOf, optionValue } from './import.ts'
import { createSerialiser, type Serialiser } from './serialised.ts'
import { eventType, interaction, type Json, type RrwebEvent, source } from './source.ts'
import { splitRules } from './style.ts'

export interface RrwebExportOptions {
  /** What an address stands for: CSS text for a style sheet, a data URL for anything else. */
  asset(url: string): string | undefined
}

/**
 * Writes one tab's events as rrweb 2 events that rrweb's own Replayer plays. What rrweb has no event for
 * (form facts, vitals, requests …) is left out; custom events, identification and console output are kept.
 *
 * @see docs/recording-format.md#W14
 */
export function rrwebFromEvents(events: readonly PlayheadEvent[], options: RrwebExportOptions): RrwebEvent[] {
  const written: RrwebEvent[] = []
  const model = createDocumentModel()
  const state = { width: 0, height: 0, x: 0, y: 0, sheets: 0, constructed: new Set<number>(), started: false }
  const serialiser = createSerialiser({ asset: options.asset })
  const push = (type: number, timeMs: number, data: Json): void => void written.push({ type, timestamp: timeMs, data })
  const incremental = (timeMs: number, data: Json): void => push(eventType.incremental, timeMs, data)
  const html = (): number => {
    for (let at = model.document.first; at; at = at.next) if (at.kind === 'element') return at.id
    return 1
  }

  for (const event of sortEvents(events)) {
    const { timeMs } = event
    switch (event.type) {
      case 'keyframe':
        model.apply(event)
        state.constructed.clear()
        state.width = event.width || state.width
        state.height = event.height || state.height
        push(eventType.meta, timeMs, { href: event.url, width: state.width, height: state.height })
        push(eventType.fullSnapshot, timeMs, {
          node: serialiser.document(model.document),
          initialOffset: { left: event.scrollX, top: event.scrollY },
        })
        Object.assign(state, { x: event.scrollX, y: event.scrollY, started: true })
        break
      case 'viewport':
        Object.assign(state, { width: event.width, height: event.height })
        if (state.started) incremental(timeMs, { source: source.viewportResize, width: event.width, height: event.height })
        break
      case 'page':
        push(eventType.custom, timeMs, { tag: 'page', payload: { url: event.url, title: event.title, kind: event.kind } })
        break
      case 'track':
        push(eventType.custom, timeMs, { tag: event.name, payload: parsed(event.properties) })
        break
      case 'identify':
        push(eventType.custom, timeMs, { tag: 'identify', payload: { user: event.user, traits: parsed(event.traits) } })
        break
      case 'console':
        push(eventType.plugin, timeMs, {
          plugin: 'rrweb/console@1',
          payload: { level: event.level, trace: [], payload: [JSON.stringify(event.message)] },
        })
        break
      case 'pointer':
        if (state.started && event.points.length) incremental(...moves(event, html()))
        break
      case 'click':
        if (state.started)
          incremental(timeMs, {
            source: source.mouseInteraction,
            type: interaction.click,
            // A click is told in px of the page: rrweb would add the place of a frame once more.
            id: isOnPage(model.node(event.id)) ? event.id : html(),
            x: event.x - state.x,
            y: event.y - state.y,
            pointerType: { mouse: 0, pen: 1, touch: 2 }[event.pointer],
          })
        break
      default:
        if (!state.started || !isDom(event)) break
        if (event.type === 'scroll' && event.id === 1) Object.assign(state, { x: event.x, y: event.y })
        for (const data of domEvent(event, model, serialiser, state)) incremental(timeMs, data)
    }
  }
  return written
}

type LaterDom = Exclude<DomEvent, EventOf<'keyframe'>>
const isDom = (event: PlayheadEvent): event is LaterDom =>
  /^(?:add|frame|remove|move|text|attribute|input|scroll|focus|sheet|sheetEdit|adopt|topLayer|assetBody|restyle)$/.test(event.type)

const mutation = (part: Json): Json => ({ source: source.mutation, texts: [], attributes: [], removes: [], adds: [], ...part })

/** The rrweb events of one DOM event, which is applied to the model on the way. */
function domEvent(event: LaterDom, model: DocumentModel, serialiser: Serialiser, state: SheetState): Json[] {
  const unplaced = model.unplaced
  const before = 'id' in event ? model.node(event.id) : undefined
  const removal = before && (event.type === 'remove' || event.type === 'move') ? serialiser.removal(before) : null
  const lastId = model.lastId
  model.apply(event)
  if (model.unplaced > unplaced && event.type !== 'add') return []
  const attached = (nodes: Iterable<ModelNode | undefined>): Json[] =>
    serialiser.frames(nodes).map((add) => mutation({ adds: [add], isAttachIframe: true }))
  switch (event.type) {
    case 'add':
      return adds(
        serialiser.added(
          Array.from({ length: model.lastId - lastId }, (_, i) => model.node(lastId + 1 + i)),
          model.document,
        ),
      )
    case 'frame':
      return attached([model.node(event.host)])
    case 'remove':
      return removal ? [mutation({ removes: [removal] })] : []
    case 'move':
      return before && removal
        ? [mutation({ removes: [removal], adds: serialiser.added(subtree(before), model.document) }), ...attached(subtree(before))]
        : []
    case 'text':
      return [mutation({ texts: [{ id: event.id, value: event.text }] })]
    case 'attribute':
      return before ? [mutation({ attributes: [{ id: event.id, attributes: serialiser.attribute(before, event.name, event.value) }] })] : []
    case 'restyle': {
      const styled: Json[] = []
      let id = 0
      for (const step of event.ids) {
        const node = model.node((id += step))
        if (node) styled.push({ id, attributes: serialiser.attribute(node, 'style', node.attributes.get('style')) })
      }
      return [mutation({ attributes: styled })]
    }
    case 'input': {
      const selected = before && event.selected?.[0] !== undefined ? optionsOf(before)[event.selected[0]] : undefined
      const text = selected ? optionValue(selected) : (event.value ?? before?.attributes.get('value') ?? '')
      return [{ source: source.input, id: event.id, text, isChecked: event.checked ?? false, userTriggered: true }]
    }
    case 'scroll':
      return [{ source: source.scroll, id: event.id, x: event.x, y: event.y }]
    case 'focus':
      return event.id ? [{ source: source.mouseInteraction, type: interaction.focus, id: event.id }] : []
    case 'adopt':
      return adoption(event, model, serialiser, state)
    case 'sheet':
    case 'sheetEdit':
      if (event.owner >= firstSheetId) return constructed(event.owner, model, serialiser, state)
      if (event.type === 'sheet') return sheet(event, model, serialiser, state)
      return sheet({ ...event, type: 'sheet', css: model.node(event.owner || 1)?.state?.css ?? '' }, model, serialiser, state)
    case 'topLayer': {
      // rrweb knows dialogs only, and takes them down when `open` goes.
      const layer = event.layer === 'modal' ? 'modal' : 'non-modal'
      return before?.name === 'dialog' ? [mutation({ attributes: [{ id: event.id, attributes: { rr_open_mode: layer } }] })] : []
    }
    // What rrweb's format has no word for.
    default:
      return []
  }
}

const adds = (list: readonly Json[]): Json[] => (list.length ? [mutation({ adds: list })] : [])

/** How many sheets were made for roots that adopt some, and which constructed ones were told. */
interface SheetState {
  sheets: number
  readonly constructed: Set<number>
}
const cssOf = (styleId: number, model: DocumentModel, serialiser: Serialiser): string =>
  serialiser.css(model.beside.sheets.get(styleId) ?? '')

/** What changes in a sheet that was told. */
function constructed(styleId: number, model: DocumentModel, serialiser: Serialiser, state: SheetState): Json[] {
  if (!state.constructed.has(styleId)) return []
  return [{ source: source.styleSheetRule, styleId, replaceSync: cssOf(styleId, model, serialiser) }]
}

/** A sheet is told with the first who adopts it. */
function adoption(event: EventOf<'adopt'>, model: DocumentModel, serialiser: Serialiser, state: SheetState): Json[] {
  const { id, sheets } = event
  const owner = model.node(id)!
  const styles = sheets
    .filter((styleId) => !state.constructed.has(styleId))
    .map((styleId) => ({ styleId, rules: rulesOf(cssOf(styleId, model, serialiser)) }))
  for (const styleId of sheets) state.constructed.add(styleId)
  return [{ source: source.adoptedStyleSheet, id: adopterOf(owner), styleIds: [...sheets], styles }]
}

const rulesOf = (css: string): Json[] => splitRules(css).map((rule, index) => ({ rule, index }))
const adopterOf = (owner: ModelNode): number => (owner.kind === 'shadow' ? (owner.parent?.id ?? 1) : owner.id)

function sheet(event: EventOf<'sheet'>, model: DocumentModel, serialiser: Serialiser, state: SheetState): Json[] {
  const owner = event.owner ? model.node(event.owner) : model.document
  const css = serialiser.css(event.css)
  if (!owner) return []
  if (owner.kind === 'element') return [mutation({ attributes: [{ id: owner.id, attributes: { _cssText: css } }] })]
  const styleId = ++state.sheets
  return [{ source: source.adoptedStyleSheet, id: adopterOf(owner), styleIds: [styleId], styles: [{ styleId, rules: rulesOf(css) }] }]
}

function isOnPage(node: ModelNode | undefined): boolean {
  let top = node
  while (top?.parent && top.kind !== 'document') top = top.parent
  return node?.kind === 'element' && top?.id === 1
}

function subtree(top: ModelNode): ModelNode[] {
  const nodes: ModelNode[] = []
  const stack = [top]
  for (let node = stack.pop(); node; node = stack.pop()) {
    nodes.push(node)
    for (let child = node.last; child; child = child.previous) stack.push(child)
    if (node.shadow) stack.push(node.shadow)
  }
  return nodes
}

/** rrweb stamps a path with the time of its last point; offsets are negative. */
function moves(event: EventOf<'pointer'>, id: number): [timeMs: number, data: Json] {
  let [at, x, y] = [event.timeMs, 0, 0]
  const points = event.points.map((point) => ({ at: (at += point.afterMs), x: (x += point.x), y: (y += point.y) }))
  const positions = points.map((point) => ({ x: point.x, y: point.y, id, timeOffset: point.at - at }))
  return [at, { source: event.pointer === 'touch' ? source.touchMove : source.mouseMove, positions }]
}

function parsed(text: string | undefined): unknown {
  if (text === undefined) return {}
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}
