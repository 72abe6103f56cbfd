import { sentenceOf, type StoryKind, type StoryLine } from './sentence.ts'

/** One thing on a lane of the timeline. */
export interface LaneMark {
  readonly atMs: number
  readonly says: string
  readonly isTrouble: boolean
  /** What a mark that lasts until the next one is called by. */
  readonly label?: string
}
/** Marks too near each other to be told apart; one of its own where there is room. `atMs` is the first's. */
export interface MarkGroup extends LaneMark {
  readonly marks: readonly LaneMark[]
}
export interface Lane {
  readonly id: 'page' | 'click' | 'error' | 'network' | 'note'
  readonly name: string
  readonly colour: string
  readonly kinds: readonly StoryKind[]
}

export const lanes: readonly Lane[] = [
  { id: 'page', name: 'Pages', colour: 'var(--signal-page)', kinds: ['page'] },
  { id: 'click', name: 'Clicks', colour: 'var(--signal-click)', kinds: ['click', 'form', 'signal'] },
  { id: 'error', name: 'Errors', colour: 'var(--signal-error)', kinds: ['error', 'console'] },
  { id: 'network', name: 'Network', colour: 'var(--signal-network)', kinds: ['network'] },
  { id: 'note', name: 'Notes', colour: 'var(--note)', kinds: [] },
]

/** Nearer than this, px, and two marks are one with a number. */
const groupPx = 24

/** @param marks in order of time */
export function groupMarks(marks: readonly LaneMark[], pxPerMs: number): MarkGroup[] {
  const groups: { atMs: number; marks: LaneMark[] }[] = []
  for (const mark of marks) {
    const last = groups.at(-1)
    // Measured from the group's first mark: a long chain of near ones must not become a single group.
    if (last && (mark.atMs - last.atMs) * pxPerMs < groupPx) last.marks.push(mark)
    else groups.push({ atMs: mark.atMs, marks: [mark] })
  }
  return groups.map(({ atMs, marks: held }) => ({
    atMs,
    marks: held,
    says: held.length === 1 ? held[0]!.says : `${held.length} together`,
    isTrouble: held.some(({ isTrouble }) => isTrouble),
  }))
}

export const markOf = (line: StoryLine): LaneMark => ({ atMs: line.atMs, says: sentenceOf(line), isTrouble: line.isTrouble })

/**
 * The page that is looked at, whenever it is another: with several tabs that of the tab that is followed.
 * @param turns from when on each tab is the one that is followed
 */
export function pageMarks(
  events: readonly StoryLine[],
  turns: readonly { readonly atMs: number; readonly tab: string }[],
  tabs: readonly string[],
): LaneMark[] {
  const pages = events.filter(({ kind }) => kind === 'page')
  if (tabs.length < 2 || !turns.length) return pages.map((page) => ({ ...markOf(page), label: page.what }))
  const marks: LaneMark[] = []
  const seen = new Set<string>()
  for (const [index, { atMs, tab }] of turns.entries()) {
    const untilMs = turns[index + 1]?.atMs ?? Infinity
    const own = pages.filter((page) => page.tab === tab && page.atMs < untilMs)
    const before = own.findLast((page) => page.atMs < atMs)
    const during = own.filter((page) => page.atMs >= atMs)
    const name = `tab ${tabs.indexOf(tab) + 1}`
    // A page that is told at once is what the tab was gone to for.
    if (before && !(during[0] && during[0].atMs - atMs < openingMs))
      marks.push({ atMs, says: `${seen.has(tab) ? 'Back to' : 'To'} ${name} on ${before.what}`, isTrouble: false, label: before.what })
    for (const page of during) marks.push({ ...markOf(page), says: `${sentenceOf(page)} in ${name}`, label: page.what })
    seen.add(tab)
  }
  return marks
}
const openingMs = 1_000

/** Marks in words: the same again is told once, so that clicks do not bury the rage click that they are. */
export function tellMarks(marks: readonly LaneMark[]): { atMs: number; says: string }[] {
  const told = new Map<string, { atMs: number; count: number }>()
  for (const { atMs, says } of marks) told.set(says, { atMs: told.get(says)?.atMs ?? atMs, count: (told.get(says)?.count ?? 0) + 1 })
  return [...told].map(([says, { atMs, count }]) => ({ atMs, says: count > 1 ? `${says} (${count} times)` : says }))
}

/** Whether the timeline shows an event; a chatty console does not bury what went wrong. */
export const isOnLane = (line: StoryLine): boolean => line.kind !== 'other' && (line.kind !== 'console' || line.isTrouble)
