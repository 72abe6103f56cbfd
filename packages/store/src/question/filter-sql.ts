import type { Comparison, ElementMatch, Filter } from '@playhead/filter'
import { StoreError } from '../error.ts'

/** A condition on `playhead.sessions` with the values of its parameters. */
export interface Where {
  readonly sql: string
  readonly params: Record<string, unknown>
}

/**
 * The filter as a condition on a row of `playhead.sessions` (of which `project` is a parameter already).
 * Values travel as `{name:Type}` parameters only. A condition that stored sessions can't answer yet
 * throws StoreError `filter-unsupported`: it is never ignored.
 * @param startedFromMs only sessions that began then or later are asked about, which spares reading what happened before
 */
export function whereOf(filter: Filter, startedFromMs = 0): Where {
  const params: Record<string, unknown> = {}
  const bind = (value: unknown, type: string): string => {
    const name = `f${Object.keys(params).length}`
    params[name] = value
    return `{${name}:${type}}`
  }
  // A session begins with the first of its events.
  const since = startedFromMs > 0 ? ` AND time >= fromUnixTimestamp64Milli(${bind(startedFromMs, 'Int64')})` : ''
  return { sql: compile(filter, { bind, since }), params }
}

type Bind = (value: unknown, type: string) => string
interface Compiling {
  readonly bind: Bind
  /** A condition on events that those of all sessions meet that are asked about. */
  readonly since: string
}

function compile(filter: Filter, compiling: Compiling): string {
  const { bind, since } = compiling
  if ('all' in filter) return join(filter.all, ' AND ', '1', compiling)
  if ('any' in filter) return join(filter.any, ' OR ', '0', compiling)
  if ('not' in filter) return `NOT (${compile(filter.not, compiling)})`
  if ('device' in filter) return `device = ${bind(filter.device, 'String')}`
  if ('source' in filter) return text('source', filter.source, bind)
  if ('medium' in filter) return text('medium', filter.medium, bind)
  if ('campaign' in filter) return text('campaign', filter.campaign, bind)
  if ('browser' in filter) return text('browser', filter.browser, bind)
  if ('os' in filter) return text('os', filter.os, bind)
  if ('language' in filter) return text('language', filter.language, bind)
  if ('visitor' in filter) return `returning = ${filter.visitor === 'returning' ? 1 : 0}`
  if ('page' in filter)
    return filter.page.includes('*')
      ? `arrayExists(p -> ${exact('p', filter.page, bind)}, pages)`
      : listHas('pages', bind(filter.page, 'String'))
  if ('entry' in filter) return exact('entry', filter.entry, bind)
  if ('exit' in filter) return exact('exit', filter.exit, bind)
  if ('user' in filter) return `(isNamed AND ${exact('user', filter.user, bind)})`
  if ('variant' in filter) {
    const experiment = bind(filter.variant.experiment, 'String')
    return `(mapContains(variants, ${experiment}) AND variants[${experiment}] = ${bind(filter.variant.is, 'String')})`
  }
  if ('durationMs' in filter) return compare('durationMs', filter.durationMs, bind)
  if ('activeMs' in filter) return compare('activeMs', filter.activeMs, bind)
  if ('clicked' in filter) return clicked(filter.clicked, compiling)
  if ('error' in filter) return hasEvent('error', text('name', filter.error.message, bind) + since)
  if ('signal' in filter) return signal(filter, compiling)
  if ('request' in filter) {
    const { url, status } = filter.request
    const parts = [
      ...(url === undefined ? [] : [exact(url.startsWith('/') ? 'name' : 'url', url, bind)]),
      ...(status === undefined ? [] : [compare('status', status, bind)]),
    ]
    return hasEvent('request', (parts.join(' AND ') || '1') + since)
  }
  if ('event' in filter)
    return hasEvent('track', `name = ${bind(filter.event, 'String')}${properties('text', filter.where ?? {}, bind)}${since}`)
  if ('trait' in filter) return `(1${properties('traits', filter.trait, bind)})`
  if ('scrollDepth' in filter) {
    const { page, ...comparison } = filter.scrollDepth
    return hasEvent('depth', `${exact('page', page, bind)} AND ${compare('value', comparison, bind)}${since}`)
  }
  const key = Object.keys(filter)[0] ?? ''
  throw new StoreError('filter-unsupported', `The condition "${key}" can’t be asked of stored sessions yet.`)
}

const join = (filters: readonly Filter[], by: string, empty: string, compiling: Compiling): string =>
  filters.length ? `(${filters.map((part) => `(${compile(part, compiling)})`).join(by)})` : empty

const hasEvent = (type: 'click' | 'error' | 'request' | 'track' | 'depth', where: string): string =>
  `session IN (SELECT session FROM playhead.events WHERE project = {project:String} AND type = '${type}' AND ${where})`

/**
 * By its key a session's row knows what was clicked. Rows that an earlier code made do not, and are asked about in the events; where
 * there are none of those, the engine sees before it reads any that the condition is never met.
 */
function clicked(match: ElementMatch, { bind, since }: Compiling): string {
  if (!('element' in match)) return hasEvent('click', text('name', match.text, bind) + since)
  const key = bind(match.element, 'String')
  const hasOthers = '(SELECT max(additions < 1) FROM playhead.sessions WHERE project = {project:String}) = 1'
  return `(${listHas('clicked', key)} OR (additions < 1 AND ${hasEvent('click', `key = ${key}${since} AND ${hasOthers}`)}))`
}

/** Counting none is an answer, too: sessions without the signal have no row, so the comparison's opposite is looked for. */
function signal({ signal: kind, count = { gte: 1 }, on }: Extract<Filter, { signal: string }>, { bind, since }: Compiling): string {
  const name = bind(kind, 'String')
  if (!on) return compare(`toFloat64(counts[${name}])`, count, bind)
  const where = `project = {project:String} AND kind = ${name} AND ${exact('page', on.page, bind)} AND present${since}`
  const holds = compare('toFloat64(count())', count, bind)
  const holdsForNone = Object.entries(count).every(([key, value]) => comparisonOf(key)(0, value))
  const having = holdsForNone ? `NOT (${holds})` : holds
  return `session ${holdsForNone ? 'NOT IN' : 'IN'} (SELECT session FROM playhead.signals FINAL WHERE ${where} GROUP BY session HAVING ${having})`
}

const comparisonOf =
  (key: string) =>
  (a: number, b: number): boolean =>
    key === 'eq' ? a === b : key === 'gt' ? a > b : key === 'gte' ? a >= b : key === 'lt' ? a < b : a <= b

const operators: Readonly<Record<string, string>> = { eq: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' }
const compare = (column: string, comparison: Comparison, bind: Bind): string =>
  Object.entries(comparison)
    .map(([key, value]) => `${column} ${operators[key]!} ${bind(value, 'Float64')}`)
    .join(' AND ')

/** In a list of LowCardinality `has` is the quick one, and does not find the empty text. */
const listHas = (list: string, value: string): string => `(has(${list}, ${value}) OR ${value} = '' AND arrayExists(v -> v = '', ${list}))`

/** Paths and ids: case counts. */
function exact(column: string, pattern: string, bind: Bind): string {
  return pattern.includes('*') ? `${column} LIKE ${bind(likeOf(pattern), 'String')}` : `${column} = ${bind(pattern, 'String')}`
}

/** `lower` folds ASCII only, as the language does. */
function text(column: string, pattern: string, bind: Bind): string {
  const folded = pattern.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
  return exact(`lower(${column})`, folded, bind)
}

const likeOf = (pattern: string): string => pattern.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%')

function properties(column: string, wanted: Readonly<Record<string, string | number | boolean>>, bind: Bind): string {
  return Object.entries(wanted)
    .map(([name, value]) => {
      const path = `${column}, ${bind(name, 'String')}`
      if (typeof value === 'string') return ` AND JSONType(${path}) = 'String' AND JSONExtractString(${path}) = ${bind(value, 'String')}`
      if (typeof value === 'boolean') return ` AND JSONType(${path}) = 'Bool' AND JSONExtractBool(${path}) = ${value ? 1 : 0}`
      return ` AND JSONType(${path}) IN ('Int64', 'UInt64', 'Double') AND JSONExtractFloat(${path}) = ${bind(value, 'Float64')}`
    })
    .join('')
}
