import type { Signal } from './signal.ts'
import { threshold } from './threshold.ts'
import { isOf, type PlacedEvent, type PlacedOf } from './timeline.ts'

type Click = PlacedOf<'click'>
const { rage } = threshold

/** Things that are clicked quickly on purpose: steppers, players, keypads, canvas, editors. */
const quickRole = /^(slider|spinbutton|textbox|searchbox|combobox|scrollbar|application|grid|gridcell)$/
const quickTag = /^(input|textarea|select|canvas|video|audio|embed|object)$/
const quickName = /^([+\-−×÷=<>‹›«»◀▶⏮⏭]|\d|next|previous|prev|play|pause|volume|increase|decrease|zoom.*)$/i

/** Impatient clicks in one place that nothing answered, from one tab's timeline. */
export function rageClicks(timeline: readonly PlacedEvent[]): Signal[] {
  const answers = new Map(timeline.filter(isOf('response')).map(({ event }) => [event.ordinal, event]))
  const found: Signal[] = []
  for (const run of runsOf(timeline)) {
    const burst = burstOf(run)
    const first = burst[0]
    if (!first) continue
    const answer = answers.get(first.event.ordinal)
    if (answer && answer.kind !== 'none' && answer.afterMs <= rage.answeredMs) continue
    if (burst.some(({ event }) => answers.get(event.ordinal)?.kind === 'selection')) continue
    const { key, name, timeMs } = first.event
    const count = burst.length
    const severity = count >= rage.highClicks ? 3 : count >= rage.mediumClicks ? 2 : 1
    found.push({ kind: 'rage-click', timeMs, tab: first.tab, page: first.page, device: first.device, key, name, count, severity })
  }
  return found
}

/** Clicks that follow each other in one place, without a scroll or another page between them. */
function runsOf(timeline: readonly PlacedEvent[]): Click[][] {
  const runs: Click[][] = []
  let run: Click[] = []
  let box = boxOf(0, 0)
  for (const placed of timeline) {
    if (placed.event.type === 'page' || placed.event.type === 'depth') run = []
    if (!isOf('click')(placed) || placed.event.button !== 0 || isQuick(placed)) continue
    const { x, y, key, timeMs } = placed.event
    const last = run.at(-1)
    const grown = last ? grow(box, x, y) : boxOf(x, y)
    const isSamePlace = (key !== '' && run[0]?.event.key === key) || isSmall(grown)
    if (!last || timeMs - last.event.timeMs > rage.burstMs || !isSamePlace) {
      runs.push((run = []))
      box = boxOf(x, y)
    } else box = grown
    run.push(placed)
  }
  return runs
}

/** What a run covers, carried along: looking at all of a run for each click would be quadratic. */
interface Box {
  readonly minX: number
  readonly maxX: number
  readonly minY: number
  readonly maxY: number
}
const boxOf = (x: number, y: number): Box => ({ minX: x, maxX: x, minY: y, maxY: y })
const grow = ({ minX, maxX, minY, maxY }: Box, x: number, y: number): Box => ({
  minX: Math.min(minX, x),
  maxX: Math.max(maxX, x),
  minY: Math.min(minY, y),
  maxY: Math.max(maxY, y),
})
const isSmall = ({ minX, maxX, minY, maxY }: Box): boolean => maxX - minX <= rage.boxPx && maxY - minY <= rage.boxPx

/** The clicks of a run that make it a rage click; empty when it is none. */
function burstOf(run: readonly Click[]): Click[] {
  const at = run.map(({ event }) => event.timeMs)
  const isIn = run.map(() => false)
  const mark = (from: number, count: number): void => isIn.fill(true, from, from + count) && undefined
  for (let i = 0; i < run.length; i++) {
    const chain = at.slice(i, i + rage.chainClicks)
    if (chain.length === rage.chainClicks && chain.every((ms, n) => !n || ms - chain[n - 1]! <= rage.gapMs)) mark(i, rage.chainClicks)
    const end = at[i + rage.burstClicks - 1]
    if (end !== undefined && end - at[i]! <= rage.burstMs) mark(i, rage.burstClicks)
  }
  const from = isIn.indexOf(true)
  return from < 0 ? [] : run.slice(from, isIn.lastIndexOf(true) + 1)
}

const isQuick = ({ event }: Click): boolean =>
  quickTag.test(event.tag) || quickRole.test(event.role ?? '') || quickName.test(event.name.trim())
