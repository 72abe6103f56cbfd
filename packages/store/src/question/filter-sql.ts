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
 */
export function whereOf(filter: Filter): Where {
  const params: Record<string, unknown> = {}
  const bind = (value: unknown, type: string): string => {
    const name = `f${Object.keys(params).length}`
    params[name] = value
    return `{${name}:${type}}`
  }
  return { sql: compile(filter, bind), params }
}

type Bind = (value: unknown, type: string) => string

function compile(filter: Filter, bind: Bind): string {
  if ('all' in filter) return join(filter.all, ' AND ', '1', bind)
  if ('any' in filter) return join(filter.any, ' OR ', '0', bind)
  if ('not' in filter) return `NOT (${compile(filter.not, bind)})`
  if ('device' in filter) return `device = ${bind(filter.device, 'String')}`
  if ('source' in filter) return text('source', filter.source, bind)
  if ('medium' in filter) return text('medium', filter.medium, bind)
  if ('campaign' in filter) return text('campaign', filter.campaign, bind)
  if ('browser' in filter) return text('browser', filter.browser, bind)
  if ('os' in filter) return text('os', filter.os, bind)
  if ('language' in filter) return text('language', filter.language, bind)
  if ('visitor' in filter) return `returning = ${filter.visitor === 'returning' ? 1 : 0}`
  if ('page' in filter) return `arrayExists(p -> ${exact('p', filter.page, bind)}, pages)`
  if ('entry' in filter) return exact('entry', filter.entry, bind)
  if ('exit' in filter) return exact('exit', filter.exit, bind)
  if ('user' in filter) return `(isNamed AND ${exact('user', filter.user, bind)})`
  if ('variant' in filter) {
    const experiment = bind(filter.variant.experiment, 'String')
    return `(mapContains(variants, ${experiment}) AND variants[${experiment}] = ${bind(filter.variant.is, 'String')})`
  }
  if ('durationMs' in filter) return compare('durationMs', filter.durationMs, bind)
  if ('activeMs' in filter) return compare('activeMs', filter.activeMs, bind)
  if ('clicked' in filter) return hasEvent('click', element(filter.clicked, bind))
  if ('error' in filter) return hasEvent('error', text('name', filter.error.message, bind))
  if ('signal' in filter) return signal(filter, bind)
  if ('request' in filter) {
    const { url, status } = filter.request
    const parts = [
      ...(url === undefined ? [] : [exact(url.startsWith('/') ? 'name' : 'url', url, bind)]),
      ...(status === undefined ? [] : [compare('status', status, bind)]),
    ]
    return hasEvent('request', parts.join(' AND ') || '1')
  }
  if ('event' in filter) return hasEvent('track', `name = ${bind(filter.event, 'String')}${properties('text', filter.where ?? {}, bind)}`)
  if ('trait' in filter) return `(1${properties('traits', filter.trait, bind)})`
  if ('scrollDepth' in filter) {
    const { page, ...comparison } = filter.scrollDepth
    return hasEvent('depth', `${exact('page', page, bind)} AND ${compare('value', comparison, bind)}`)
  }
  const key = Object.keys(filter)[0] ?? ''
  throw new StoreError('filter-unsupported', `The condition "${key}" can’t be asked of stored sessions yet.`)
}

const join = (filters: readonly Filter[], by: string, empty: string, bind: Bind): string =>
  filters.length ? `(${filters.map((part) => `(${compile(part, bind)})`).join(by)})` : empty

const hasEvent = (type: 'click' | 'error' | 'request' | 'track' | 'depth', where: string): string =>
  `session IN (SELECT session FROM playhead.events WHERE project = {project:String} AND type = '${type}' AND ${where})`

/** Counting none is an answer, too: sessions without the signal have no row, so the comparison's opposite is looked for. */
function signal({ signal: kind, count = { gte: 1 }, on }: Extract<Filter, { signal: string }>, bind: Bind): string {
  const name = bind(kind, 'String')
  if (!on) return compare(`toFloat64(counts[${name}])`, count, bind)
  const where = `project = {project:String} AND kind = ${name} AND ${exact('page', on.page, bind)} AND present`
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

const element = (match: ElementMatch, bind: Bind): string =>
  'element' in match ? `key = ${bind(match.element, 'String')}` : text('name', match.text, bind)

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
