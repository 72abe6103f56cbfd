import { noFocus } from '../beside.ts'
import type { EventOf } from '../event.ts'
import { isSame, isThere, standsIn, type Telling, wasThere } from './telling.ts'

/** Tells constructed sheets, before anybody adopts them. */
export function tellSheets({ from, to, timeMs, events }: Telling): void {
  const now = to.beside.sheets
  const old = from?.beside.sheets ?? new Map<number, string>()
  for (const owner of old.keys()) if (!now.has(owner)) events.push({ type: 'sheet', timeMs, owner, css: '' })
  for (const [owner, css] of [...now].sort(([a], [b]) => a - b))
    if (old.get(owner) !== css) events.push({ type: 'sheet', timeMs, owner, css })
}

/** Tells what belongs to no node. */
export function tellBeside(telling: Telling): void {
  const { from, to, timeMs, events } = telling
  const now = to.beside
  const old = from?.beside
  if (now.feature && !isSame(now.feature, old?.feature)) events.push({ type: 'feature', timeMs, ...now.feature })
  for (const [key, font] of old?.fonts ?? []) if (!now.fonts.has(key)) events.push({ ...font, timeMs, removed: true })
  for (const [key, font] of now.fonts) if (!old?.fonts.has(key)) events.push({ ...font, timeMs })
  for (const name of old?.undefinedNames ?? [])
    if (!now.undefinedNames.has(name)) events.push({ type: 'define', timeMs, name, defined: true })
  for (const name of now.undefinedNames) if (!old?.undefinedNames.has(name)) events.push({ type: 'define', timeMs, name, defined: false })
  tellLayers(telling)
  tellMotions(telling)
  tellHighlights(telling)
  const { pointed, selection, visualViewport } = now
  const focus = isThere(telling, now.focus.id) ? now.focus : noFocus
  if (!isSame(focus, old?.focus ?? noFocus) || (focus.id && !wasThere(telling, focus.id))) events.push({ type: 'focus', timeMs, ...focus })
  if (selection || old?.selection) events.push({ type: 'selection', timeMs, ...(selection ?? noSelection) })
  if (pointed || old?.pointed) events.push({ type: 'pointed', timeMs, ...(pointed ?? { hover: 0, active: 0 }) })
  if (visualViewport && !isSame(visualViewport, old?.visualViewport)) events.push({ type: 'visualViewport', timeMs, ...visualViewport })
}
const noSelection = { anchor: 0, anchorAt: 0, focus: 0, focusAt: 0 }

/** The top layer is a stack: from the first difference on, all leave and come again in order. */
function tellLayers(telling: Telling): void {
  const { from, to, timeMs, events } = telling
  const now = to.beside.layers.filter(({ id }) => isThere(telling, id))
  const old = from?.beside.layers.filter(({ id }) => standsIn(from, id)) ?? []
  let same = 0
  while (same < now.length && isSame(old[same], now[same]) && wasThere(telling, now[same]!.id)) same++
  for (const { id } of old.slice(same).reverse()) if (wasThere(telling, id)) events.push({ type: 'topLayer', timeMs, id, layer: 'none' })
  for (const { id, layer } of now.slice(same)) events.push({ type: 'topLayer', timeMs, id, layer })
}

function tellMotions(telling: Telling): void {
  const { from, to, timeMs, events } = telling
  const now = new Map([...to.beside.motions].filter(([, { id }]) => isThere(telling, id)))
  const old = from?.beside.motions ?? new Map<string, EventOf<'animation'>>()
  for (const [key, motion] of old)
    if (!now.has(key) && isThere(telling, motion.id)) events.push({ ...undeclared(motionAt(motion, timeMs)), state: 'cancelled' })
  for (const [key, motion] of now) {
    const known = old.get(key)
    const isDeclared = known && known.id === motion.id && known.keyframes === motion.keyframes && known.timing === motion.timing
    if (!isDeclared || !wasThere(telling, motion.id)) events.push(motionAt(motion, timeMs))
    else if (!isSame(known, motion)) events.push(undeclared(motionAt(motion, timeMs)))
  }
}

const undeclared = ({ keyframes: _keyframes, timing: _timing, ...rest }: EventOf<'animation'>): EventOf<'animation'> => rest

function motionAt(motion: EventOf<'animation'>, timeMs: number): EventOf<'animation'> {
  const { state, atMs, rate } = motion
  if (state !== 'running' || atMs === undefined) return { ...motion, timeMs }
  return { ...motion, timeMs, atMs: Math.round((atMs + (timeMs - motion.timeMs) * rate) * 100) / 100 }
}

function tellHighlights(telling: Telling): void {
  const { from, to, timeMs, events } = telling
  const now = to.beside.highlights
  const old = from?.beside.highlights
  for (const name of old?.keys() ?? []) if (!now.has(name)) events.push({ type: 'highlight', timeMs, name, ranges: [] })
  for (const [name, all] of now) {
    const ranges = all.filter(({ start, end }) => isThere(telling, start) && isThere(telling, end))
    if (!isSame(all, old?.get(name)) || ranges.some(({ start, end }) => !wasThere(telling, start) || !wasThere(telling, end)))
      events.push({ type: 'highlight', timeMs, name, ranges })
  }
}
