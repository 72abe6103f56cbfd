import { createDocumentModel, type DocumentModel } from '../document.ts'
import { WireError } from '../error.ts'
import type { DomEvent, PlayheadEvent } from '../event.ts'
import { createId } from '../id.ts'
import { numberTree } from '../number.ts'
import { htmlOf } from '../serialise.ts'
import { sortEvents } from '../split.ts'
import type { ModelNode } from '../tree.ts'
import { emitLiveState } from './live.ts'
import { createMirror, type Mirror } from './mirror.ts'
import { applyMutation } from './mutation.ts'
import { createSheets, type Sheets } from './sheet.ts'
import { createReader, eventType, interaction, type Json, nodeType, readEvents, type RrwebEvent, source } from './source.ts'
import { plain } from './style.ts'
import { subjectOf } from './subject.ts'

export interface RrwebImport {
  /** One tab's events in order of time. */
  readonly events: PlayheadEvent[]
  /** The first viewport, CSS px. */
  readonly width: number
  readonly height: number
  readonly startedAtMs: number
  /** What the file holds and this format or this reader does not, counted. */
  readonly skipped: { readonly what: string; readonly count: number }[]
  /** Events that are broken, in whole or in part. `events` tells them as a loss. */
  readonly unread: number
}

/**
 * Reads a recording of rrweb 2: parsed JSON or its text.
 *
 * What is broken in it is passed over and counted. The session begins with its first snapshot: nothing is shown before.
 *
 * @throws WireError when nothing is left: `foreign` when it is something else, or what is wrong with its first snapshot
 * @see docs/recording-format.md#W14
 */
export function eventsFromRrweb(json: unknown): RrwebImport {
  const skipped = new Map<string, number>()
  const onSkip = (what: string): void => void skipped.set(what, (skipped.get(what) ?? 0) + 1)
  const onBad = (): void => onSkip(unreadable)
  const list = readEvents(json, onBad)
  const events: PlayheadEvent[] = []
  const state: PageState = { index: 0, width: 0, height: 0, url: '', clicks: 0, scrollX: 0, scrollY: 0 }
  let viewport: { width: number; height: number } | undefined
  let page: Page | undefined
  let startMs: number | undefined
  let failure: WireError | undefined
  const push = (event: PlayheadEvent): void => void events.push(event)

  for (const { event, index } of list) {
    state.index = index
    try {
      read(event, index)
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      failure ??= error
      onBad()
    }
  }
  if (!page) throw failure ?? new WireError('foreign', list.length - 1, 'the recording has no full snapshot')
  const unread = skipped.get(unreadable) ?? 0
  const startedAtMs = startMs ?? 0
  if (unread) push({ type: 'loss', timeMs: startedAtMs, what: 'event', count: unread, detail: 'could not be read' })
  const late = events.map((event) => (event.timeMs < startedAtMs ? { ...event, timeMs: startedAtMs } : event))
  return {
    events: sortEvents([{ type: 'start', timeMs: startedAtMs, ...unknownStart }, ...late]),
    width: viewport?.width ?? 0,
    height: viewport?.height ?? 0,
    startedAtMs,
    skipped: [...skipped].map(([what, count]) => ({ what, count })),
    unread,
  }

  function read(event: RrwebEvent, index: number): void {
    const reader = createReader(index)
    const timeMs = Math.round(event.timestamp)
    switch (event.type) {
      case eventType.meta: {
        const { href, width, height } = event.data
        state.width = pixels(width)
        state.height = pixels(height)
        viewport ??= { width: state.width, height: state.height }
        push({ type: 'viewport', timeMs, width: state.width, height: state.height, pixelRatio: 1 })
        const url = typeof href === 'string' ? href : ''
        if (url !== state.url || !page) push({ type: 'page', timeMs, view: createId(), url, title: '', kind: 'load' })
        state.url = url
        break
      }
      case eventType.fullSnapshot:
        page = openPage(event.data, { state, timeMs, onSkip, push })
        startMs ??= timeMs
        break
      case eventType.incremental:
        if (page) applyIncremental(event.data, timeMs, { page, state, onSkip, onBad, push })
        else onSkip('event before the first snapshot')
        break
      case eventType.custom: {
        const { tag, payload } = event.data
        push({
          type: 'track',
          timeMs,
          name: typeof tag === 'string' ? tag : 'custom',
          ...(payload !== undefined && { properties: JSON.stringify(payload) }),
        })
        break
      }
      case eventType.plugin:
        readPlugin(reader.object(event.data, 'data'), timeMs, push, onSkip)
        break
      case eventType.load:
      case eventType.domContentLoaded:
        break
      default:
        onSkip(event.type === eventType.asset ? 'asset' : 'unknown event')
    }
  }
}

const unreadable = 'unreadable event'

interface PageState {
  index: number
  width: number
  height: number
  url: string
  clicks: number
  scrollX: number
  scrollY: number
}
interface Page {
  readonly mirror: Mirror
  readonly model: DocumentModel
  readonly sheets: Sheets
  emit(timeMs: number, event: DomEvent): void
}
interface Scope {
  readonly state: PageState
  onSkip(what: string): void
  push(event: PlayheadEvent): void
}

/** Nothing is known of the visitor but what the file says. */
const unknownStart = {
  recorder: 'rrweb',
  visitor: '',
  returning: false,
  privacy: 'relaxed',
  consent: 'api',
  consentAtMs: 0,
  userAgent: '',
  language: '',
  timezone: '',
  screenWidth: 0,
  screenHeight: 0,
  pixelRatio: 1,
  touch: false,
  dark: false,
  reducedMotion: false,
  referrer: '',
} as const

function openPage(data: Json, scope: Scope & { timeMs: number }): Page {
  const { state, timeMs, onSkip, push } = scope
  const reader = createReader(state.index)
  const mirror = createMirror(() => ({ index: state.index, onSkip }))
  const model = createDocumentModel()
  const root = reader.object(data['node'], 'node')
  if (root['type'] !== nodeType.document) throw new WireError('bad-value', state.index, 'a snapshot is not of a document')
  const doctype = mirror.fill(mirror.document, root)
  const offset = data['initialOffset'] ? reader.object(data['initialOffset'], 'initialOffset') : {}
  state.scrollX = finite(offset['left'])
  state.scrollY = finite(offset['top'])
  const { ids, lastId, fix } = numberTree(mirror.document)
  for (const [node, id] of ids) node.id = id
  const emit = (_timeMs: number, event: DomEvent): void => {
    model.apply(event)
    push(event)
  }
  emit(timeMs, {
    type: 'keyframe',
    timeMs,
    html: htmlOf(mirror.document),
    doctype,
    url: state.url,
    base: state.url,
    nodes: lastId,
    width: state.width,
    height: state.height,
    scrollX: state.scrollX,
    scrollY: state.scrollY,
    splits: fix.splits.map(({ id, lengths }) => ({ id, lengths: [...lengths] })),
    empties: [...fix.empties],
  })
  emitLiveState(root, mirror, (event) => emit(timeMs, { ...event, timeMs }))
  return { mirror, model, emit, sheets: createSheets({ mirror, onSkip }) }
}

function applyIncremental(data: Json, timeMs: number, scope: Scope & { page: Page; onBad(): void }): void {
  const { page, state, onSkip, onBad, push } = scope
  const { mirror, sheets } = page
  const reader = createReader(state.index)
  const emit = (event: DomEvent): void => page.emit(timeMs, event)
  const nodeOf = (id: unknown): ModelNode | undefined => {
    const node = mirror.node(id)
    if (!node?.id && id !== -1 && !mirror.isLeftOut(id)) onSkip('unknown node')
    return node?.id ? node : undefined
  }
  switch (data['source']) {
    case source.mutation:
      return applyMutation(data, { mirror, model: page.model, index: state.index, timeMs, emit, onSkip, onBad, onSheetText: sheets.forget })
    case source.mouseMove:
    case source.touchMove:
    case source.drag:
      return readMoves(data, timeMs, scope)
    case source.mouseInteraction: {
      if (data['type'] === interaction.click) return readClick(data, timeMs, nodeOf(data['id']), scope)
      const isFocus = data['type'] === interaction.focus
      if (!isFocus && data['type'] !== interaction.blur) return
      const node = nodeOf(data['id'])
      if (node) emit({ type: 'focus', timeMs, id: isFocus ? node.id : 0, visible: false })
      return
    }
    case source.scroll: {
      const node = nodeOf(data['id'])
      const x = finite(data['x'])
      const y = finite(data['y'])
      if (node === mirror.document) Object.assign(state, { scrollX: x, scrollY: y })
      if (node) emit({ type: 'scroll', timeMs, id: node.id, x, y })
      return
    }
    case source.viewportResize:
      state.width = pixels(data['width'])
      state.height = pixels(data['height'])
      return push({ type: 'viewport', timeMs, width: state.width, height: state.height, pixelRatio: 1 })
    case source.input: {
      const node = nodeOf(data['id'])
      if (node?.kind === 'element') emit({ type: 'input', timeMs, id: node.id, ...shownValue(node, data) })
      else if (node) onBad()
      return
    }
    case source.styleSheetRule:
    case source.styleDeclaration:
    case source.adoptedStyleSheet:
      for (const { owner, css } of sheets.apply(data, reader)) emit({ type: 'sheet', timeMs, owner, css })
      return
    case source.selection:
    case source.customElement:
      return
    default:
      onSkip(skippedSources[plain(data['source'])] ?? 'unknown event')
  }
}
/** By rrweb's number of the source. */
const skippedSources: Readonly<Record<string, string>> = { 7: 'media', 9: 'canvas', 10: 'font', 11: 'log' }

function shownValue(node: ModelNode, { text, isChecked }: Json): { value?: string; checked?: boolean; selected?: number[] } {
  const value = typeof text === 'string' ? text : ''
  const kind = node.attributes.get('type')?.toLowerCase()
  if (node.name === 'input' && (kind === 'checkbox' || kind === 'radio')) return { checked: isChecked === true }
  if (node.name !== 'select') return { value }
  const at = optionsOf(node).findIndex((option) => optionValue(option) === value)
  return at < 0 ? { value } : { value, selected: [at] }
}

/** A select's options in order, those of its groups included. */
export function optionsOf(select: ModelNode): ModelNode[] {
  const options: ModelNode[] = []
  for (let at = select.first; at; at = at.next)
    if (at.name === 'option') options.push(at)
    else if (at.name === 'optgroup') options.push(...optionsOf(at))
  return options
}
export const optionValue = (option: ModelNode): string => option.attributes.get('value') ?? textOf(option).replace(/\s+/g, ' ').trim()
const textOf = (node: ModelNode): string => {
  let text = ''
  for (let at = node.first; at; at = at.next) text += at.kind === 'text' ? at.data : ''
  return text
}

function readMoves(data: Json, timeMs: number, { state, push }: Scope): void {
  const reader = createReader(state.index)
  const points = reader.list(data['positions'], 'positions').map((item) => {
    const { x, y, timeOffset } = reader.object(item, 'position')
    return { at: timeMs + Math.min(0, Math.round(finite(timeOffset))), x: Math.round(finite(x)), y: Math.round(finite(y)) }
  })
  points.sort((a, b) => a.at - b.at)
  if (!points.length) return
  let last = { at: points[0]!.at, x: 0, y: 0 }
  const deltas = points.map((point) => {
    const delta = { afterMs: point.at - last.at, x: point.x - last.x, y: point.y - last.y }
    last = point
    return delta
  })
  push({ type: 'pointer', timeMs: points[0]!.at, pointer: data['source'] === source.touchMove ? 'touch' : 'mouse', points: deltas })
}

function readClick(data: Json, timeMs: number, node: ModelNode | undefined, { state, push }: Scope): void {
  push({
    type: 'click',
    timeMs,
    ordinal: ++state.clicks,
    id: node?.id ?? 0,
    key: '',
    ...subjectOf(node),
    interactive: false,
    pointer: data['pointerType'] === 2 ? 'touch' : data['pointerType'] === 1 ? 'pen' : 'mouse',
    button: 0,
    x: finite(data['x']) + state.scrollX,
    y: finite(data['y']) + state.scrollY,
    relX: 0,
    relY: 0,
    boxX: 0,
    boxY: 0,
    boxWidth: 0,
    boxHeight: 0,
  })
}

const levels = { log: 'log', info: 'info', warn: 'warn', error: 'error', debug: 'debug', assert: 'error', trace: 'debug' } as const

function readPlugin(data: Json, timeMs: number, push: (event: PlayheadEvent) => void, onSkip: (what: string) => void): void {
  const { plugin, payload } = data
  if (typeof plugin !== 'string' || !plugin.startsWith('rrweb/console@') || typeof payload !== 'object' || !payload) return onSkip('plugin')
  const { level, payload: parts } = payload as Json
  const message = Array.isArray(parts) ? parts.map((part) => plainText(part)).join(' ') : ''
  push({ type: 'console', timeMs, level: Object.hasOwn(levels, plain(level)) ? levels[level as keyof typeof levels] : 'log', message })
}

/** rrweb's console plugin writes each argument as JSON. */
function plainText(part: unknown): string {
  if (typeof part !== 'string') return JSON.stringify(part) ?? ''
  try {
    const value: unknown = JSON.parse(part)
    return typeof value === 'string' ? value : part
  } catch {
    return part
  }
}

const finite = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? Math.min(Math.max(value, -1e7), 1e7) : 0)
const pixels = (value: unknown): number => Math.max(0, Math.round(finite(value)))
