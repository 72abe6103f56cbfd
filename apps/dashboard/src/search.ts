import { devices, signalKinds } from '@playhead/analysis'
import type { Device, SessionSort } from '@playhead/api'

/**
 * What the URL of each screen can say. What is not understood is never an error: it is `undefined`, and never left out, as
 * the router lays what is read here over what the URL holds.
 */
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
export interface SignInQuery {
  /** Where to go on to. */
  to?: string | undefined
}
type Search = Record<string, unknown>

const oneOf = <T extends string>(names: readonly T[], value: unknown): T | undefined => names.find((name) => name === value)
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value ? value : typeof value === 'number' ? String(value) : undefined
const moment = (value: unknown): number | undefined => {
  const ms = Number(value)
  return value !== undefined && Number.isFinite(ms) && ms >= 0 ? Math.round(ms) : undefined
}
const sorts: readonly SessionSort[] = ['newest', 'oldest', 'longest', 'most-active', 'friction']

export const readSessionSearch = (search: Search): SessionQuery => ({
  device: oneOf(devices, search['device']),
  signal: oneOf(signalKinds, search['signal']),
  source: text(search['source']),
  page: text(search['page']),
  clicked: text(search['clicked']),
  name: text(search['name']),
  user: text(search['user']),
  sort: oneOf(sorts, search['sort']),
})

export const readReplaySearch = (search: Search): ReplayQuery => {
  const [t, to] = [moment(search['t']), moment(search['to'])]
  // An end alone, or one before its beginning, marks nothing.
  return { ...readSessionSearch(search), t, to: t !== undefined && to !== undefined && to > t ? to : undefined }
}

export const readHeatmapSearch = (search: Search): HeatmapQuery => ({
  page: text(search['page']),
  device: oneOf(devices, search['device']),
  mode: oneOf(['elements'], search['mode']),
})

/** Another site is no place to go on to. */
export const readSignInSearch = (search: Search): SignInQuery => {
  const to = text(search['to'])
  return { to: to && /^\/(?![/\\])/.test(to) ? to : undefined }
}
