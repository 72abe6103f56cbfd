import type { Device, SessionSort } from '@playhead/api'

/** What the URL of each screen can say. Anything it does not understand is left out, never an error. */
export interface SessionQuery {
  device?: Device | undefined
  signal?: string | undefined
  source?: string | undefined
  page?: string | undefined
  /** Key of a clicked element, and what a person calls it. */
  clicked?: string | undefined
  name?: string | undefined
  user?: string | undefined
  sort?: SessionSort | undefined
}
/** With the conditions of the list that it was opened from: what matched, and what the next session is. */
export interface ReplayQuery extends SessionQuery {
  /** Moment, ms since the session's start. */
  t?: number | undefined
  /** Where a span that begins at `t` ends, ms since the session's start. */
  to?: number | undefined
}
export interface HeatmapQuery {
  page?: string | undefined
  device?: Device | undefined
  mode?: 'elements' | undefined
}
type Search = Record<string, unknown>

const isOneOf = <T extends string>(names: readonly T[], value: unknown): value is T =>
  typeof value === 'string' && (names as readonly string[]).includes(value)
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value ? value : typeof value === 'number' ? String(value) : undefined
/** Without the keys that say nothing: they would stand in the URL. */
const present = <T extends object>(query: T): T => Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as T

const moment = (value: unknown): number | undefined => {
  const ms = Number(value)
  return value !== undefined && Number.isFinite(ms) && ms >= 0 ? Math.round(ms) : undefined
}
const device = (value: unknown): Device | undefined => (isOneOf(['phone', 'tablet', 'laptop', 'desktop'], value) ? value : undefined)

export const readSessionSearch = (search: Search): SessionQuery =>
  present({
    device: device(search['device']),
    signal: text(search['signal']),
    source: text(search['source']),
    page: text(search['page']),
    clicked: text(search['clicked']),
    name: text(search['name']),
    user: text(search['user']),
    sort: isOneOf(['newest', 'oldest', 'longest', 'most-active', 'friction'], search['sort']) ? search['sort'] : undefined,
  })

export const readReplaySearch = (search: Search): ReplayQuery => {
  const [t, to] = [moment(search['t']), moment(search['to'])]
  // An end alone, or one before its beginning, marks nothing.
  return present({ ...readSessionSearch(search), t, to: t !== undefined && to !== undefined && to > t ? to : undefined })
}

export const readHeatmapSearch = (search: Search): HeatmapQuery =>
  present({ page: text(search['page']), device: device(search['device']), mode: search['mode'] === 'elements' ? 'elements' : undefined })
