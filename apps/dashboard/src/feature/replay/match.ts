import type { TimedSignal } from '@playhead/player'
import type { SessionQuery } from '../../search.ts'
import { lookOf } from '../session/signal-kind.ts'
import type { DerivedMark } from './sentence.ts'

/** A moment at which the session met what was asked for. */
export interface Match {
  readonly atMs: number
  readonly says: string
}

/** How long before a matched moment a replay begins: long enough to see what led there. */
export const leadInMs = 3_000

/** Where a step from this moment goes: to the lead-in of another match, or to the match whose lead-in this is. */
export function stepMatch(matches: readonly Match[], nowMs: number, by: 1 | -1): { readonly toMs: number; readonly match: Match } | null {
  const leadIn = ({ atMs }: Match): number => Math.max(0, atMs - leadInMs)
  const match = by > 0 ? matches.find(({ atMs }) => atMs > nowMs + 1) : matches.findLast((one) => leadIn(one) < nowMs - 1)
  if (!match) return null
  const isWithin = by > 0 && leadIn(match) <= nowMs + 1
  return { match, toMs: isWithin ? match.atMs : leadIn(match) }
}

/** Whether no more matches can come: derived signals come with the session's row, long before all of it is read. */
export const areAllKnown = ({ signal, clicked }: SessionQuery, matches: readonly Match[], isComplete: boolean): boolean =>
  isComplete || (signal !== undefined && clicked === undefined && matches.length > 0)

/** Why there is no match to step to. @param count of the matches that are known */
export function sayNoMatch(by: 1 | -1, { isFiltered, isAll, count }: { isFiltered: boolean; isAll: boolean; count: number }): string {
  if (!isFiltered) return 'There are no matches: this session was not opened from a filtered list.'
  if (!isAll) return 'No further match so far: the recording is still being read.'
  const which = count === 0 ? 'No moment of this session matches' : `This is the ${count === 1 ? 'only' : by > 0 ? 'last' : 'first'} match`
  return `${which}, and no session ${by > 0 ? 'after' : 'before'} this in the list.`
}

/**
 * The moments that the conditions of a query speak of, in order. Who and on what (device, source, user) has no moment,
 * and a page that was seen only counts where nothing happened that was asked for more exactly.
 * @param isComplete false: more signals may come, and what was asked for exactly may be among them
 */
export function matchesFrom(
  query: SessionQuery,
  signals: readonly TimedSignal[],
  marks: readonly DerivedMark[],
  isComplete: boolean,
): Match[] {
  const exact: Match[] = []
  const { signal: kind, clicked, name, page } = query
  if (kind) for (const mark of marks) if (mark.kind === kind) exact.push({ atMs: mark.ms, says: lookOf(kind).label })
  if (clicked)
    for (const { type, atMs, ...signal } of signals)
      if (type === 'click' && 'key' in signal && signal.key === clicked) exact.push({ atMs, says: `click on ${name ?? clicked}` })
  if (exact.length) return exact.sort((a, b) => a.atMs - b.atMs)
  if (!page || ((kind || clicked) && !isComplete)) return []
  return signals.flatMap((signal) =>
    signal.type === 'page' && isOfPage(signal.url, page) ? [{ atMs: signal.atMs, says: `view of ${page}` }] : [],
  )
}

/** Whether an address belongs to a page, in which `:id` stands for any one part and `*` for anything. */
function isOfPage(url: string, page: string): boolean {
  const path = URL.canParse(url) ? new URL(url).pathname : url
  const pattern = page
    .replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll(/:[a-z]+/g, '[^/]+')
  return new RegExp(`^${pattern}/?$`).test(path)
}
