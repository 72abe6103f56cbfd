import { FilterError } from './error.ts'
import { nearestOf } from './nearest.ts'
import { comparisonKeys, conditions, type Fields, filterLimit, joinKeys, type Shape } from './schema.ts'
import type { Filter } from './tree.ts'

type Entries = Readonly<Record<string, unknown>>
interface Budget {
  nodes: number
}

/**
 * Reads an untrusted tree. `undefined`, `null` and `{}` are `{all: []}`, which matches every session.
 * Throws FilterError, and nothing else, naming the place and, for an unknown key, the nearest known one.
 */
export function parseFilter(value: unknown): Filter {
  if (value === undefined || value === null) return { all: [] }
  return readFilter(value, '', 0, { nodes: 0 })
}

function readFilter(value: unknown, path: string, depth: number, budget: Budget): Filter {
  if (depth > filterLimit.depth) throw new FilterError('too-large', path, `The filter nests deeper than ${filterLimit.depth} levels.`)
  if (++budget.nodes > filterLimit.nodes)
    throw new FilterError('too-large', path, `The filter has more than ${filterLimit.nodes} conditions.`)
  const entries = readObject(value, path)
  const keys = Object.keys(entries)
  if (!keys.length) return { all: [] }
  const join = keys.find((key) => joinKeys.includes(key))
  if (join !== undefined) {
    const other = keys.find((key) => key !== join)
    if (other !== undefined)
      throw new FilterError('bad-value', at(path, other), `"${show(other)}" can’t stand beside "${join}": put both into an "all".`)
    const list = entries[join]
    if (join === 'not') return { not: readFilter(list, at(path, 'not'), depth + 1, budget) }
    const filters = readFilters(list, at(path, join), depth, budget)
    return join === 'all' ? { all: filters } : { any: filters }
  }
  const head = keys.find((key) => Object.hasOwn(conditions, key))
  if (head === undefined) throw unknownKey(keys[0]!, path, [...Object.keys(conditions), ...joinKeys])
  const { value: shape, beside = {} } = conditions[head]!
  return readFields(entries, { [head]: shape, ...beside }, path, depth, budget) as unknown as Filter
}

function readFilters(value: unknown, path: string, depth: number, budget: Budget): Filter[] {
  if (!Array.isArray(value)) throw new FilterError('bad-value', path, `${name(path)} must be a list of conditions.`)
  return value.map((item, i) => readFilter(item, `${path}[${i}]`, depth + 1, budget))
}

function readFields(entries: Entries, fields: Fields, path: string, depth: number, budget: Budget): Entries {
  const known = Object.keys(fields).map((field) => field.replace('?', ''))
  for (const key of Object.keys(entries)) if (!known.includes(key)) throw unknownKey(key, path, known)
  const read: Record<string, unknown> = {}
  for (const [field, shape] of Object.entries(fields)) {
    const key = field.replace('?', '')
    if (Object.hasOwn(entries, key) && entries[key] !== undefined) read[key] = readShape(entries[key], shape, at(path, key), depth, budget)
    else if (!field.endsWith('?')) throw new FilterError('bad-value', path, `${name(path)} lacks "${key}".`)
  }
  return read
}

function readShape(value: unknown, shape: Shape, path: string, depth: number, budget: Budget): unknown {
  if (typeof shape === 'object') {
    if ('object' in shape) {
      const entries = readObject(value, path)
      const optional: Fields = shape.comparison ? Object.fromEntries(comparisonKeys.map((key) => [`${key}?`, 'number' as const])) : {}
      const read = readFields(entries, { ...shape.object, ...optional }, path, depth, budget)
      if (shape.comparison) readComparison(Object.fromEntries(Object.entries(read).filter(([key]) => comparisonKeys.includes(key))), path)
      return read
    }
    if (typeof value === 'string' && shape.oneOf.includes(value)) return value
    throw new FilterError('bad-value', path, `${name(path)} must be one of ${shape.oneOf.join(', ')}.`)
  }
  switch (shape) {
    case 'text':
      return readText(value, path)
    case 'bool':
      if (typeof value === 'boolean') return value
      throw new FilterError('bad-value', path, `${name(path)} must be true or false.`)
    case 'ms':
      if (isNumber(value) && value >= 0) return value
      throw new FilterError('bad-value', path, `${name(path)} must be a number of milliseconds, ${most} at most.`)
    case 'comparison':
      return readComparison(value, path)
    case 'filter':
      return readFilter(value, path, depth + 1, budget)
    case 'filters':
      return readFilters(value, path, depth, budget)
    case 'element': {
      const entries = readObject(value, path)
      return 'text' in entries
        ? readFields(entries, { text: 'text' }, path, depth, budget)
        : readFields(entries, { element: 'text' }, path, depth, budget)
    }
    case 'scalars':
      return readScalars(value, path)
    case 'number':
      return readNumber(value, path)
  }
}

function readComparison(value: unknown, path: string): Entries {
  const entries = readObject(value, path)
  const keys = Object.keys(entries)
  if (!keys.length) throw new FilterError('bad-value', path, `${name(path)} needs one of ${comparisonKeys.join(', ')}.`)
  for (const key of keys) {
    if (!comparisonKeys.includes(key)) throw unknownKey(key, path, comparisonKeys)
    readNumber(entries[key], at(path, key))
  }
  return { ...entries }
}

function readScalars(value: unknown, path: string): Entries {
  const entries = Object.entries(readObject(value, path))
  if (!entries.length || entries.length > 20) throw new FilterError('bad-value', path, `${name(path)} needs 1 to 20 names with values.`)
  return Object.fromEntries(
    entries.map(([key, item]) => {
      readText(key, path)
      if (typeof item === 'boolean') return [key, item]
      return [key, typeof item === 'number' ? readNumber(item, at(path, key)) : readText(item, at(path, key))]
    }),
  )
}

function readNumber(value: unknown, path: string): number {
  if (isNumber(value)) return value
  throw new FilterError('bad-value', path, `${name(path)} must be a number from -${most} to ${most}.`)
}

function readText(value: unknown, path: string): string {
  if (typeof value !== 'string') throw new FilterError('bad-value', path, `${name(path)} must be a text.`)
  if (value.length > filterLimit.textLength)
    throw new FilterError('too-large', path, `${name(path)} is longer than ${filterLimit.textLength} characters.`)
  // A lone surrogate or a NUL has no meaning in any stored text, and not every engine can be asked for it.
  return value.replace(unwell, '\uFFFD')
}

function readObject(value: unknown, path: string): Entries {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FilterError('bad-value', path, `${name(path)} must be an object.`)
  if (Object.hasOwn(value, '__proto__')) throw new FilterError('unknown-key', path, `${name(path)} has the key "__proto__".`)
  return value as Entries
}

// eslint-disable-next-line no-control-regex
const unwell = /[\p{Surrogate}\0]/gu
/** Beyond it numbers are not exact, and no engine is asked for them. */
const most = Number.MAX_SAFE_INTEGER
const isNumber = (value: unknown): value is number => typeof value === 'number' && Math.abs(value) <= most
const at = (path: string, key: string): string => (path ? `${path}.${show(key)}` : show(key))
const name = (path: string): string => (path ? `"${path}"` : 'The filter')
const show = (key: string): string => key.slice(0, 60).replace(unwell, '\uFFFD')

function unknownKey(key: string, path: string, known: readonly string[]): FilterError {
  const nearest = nearestOf(key, known)
  return new FilterError(
    'unknown-key',
    at(path, key),
    `"${show(key)}" is not a key of a filter${path ? ` (in "${path}")` : ''}; the nearest is "${nearest}".`,
    nearest,
  )
}
