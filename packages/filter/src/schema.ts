/** What a value of the language may look like; the parser follows this table. */
export type Shape =
  | 'text'
  | 'bool'
  | 'ms'
  | 'number'
  | 'comparison'
  | 'filter'
  | 'filters'
  | 'element'
  | 'scalars'
  | { readonly oneOf: readonly string[] }
  | { readonly object: Fields; readonly comparison?: boolean }
/** `name?` may be absent. */
export type Fields = Readonly<Record<string, Shape>>

export const comparisonKeys: readonly string[] = ['eq', 'gt', 'gte', 'lt', 'lte']
export const joinKeys: readonly string[] = ['all', 'any', 'not']

/** Conditions by their leading key, with the fields that may stand beside it. */
export const conditions: Readonly<Record<string, { readonly value: Shape; readonly beside?: Fields }>> = {
  device: { value: { oneOf: ['phone', 'tablet', 'laptop', 'desktop'] } },
  source: { value: 'text' },
  medium: { value: 'text' },
  campaign: { value: 'text' },
  visitor: { value: { oneOf: ['new', 'returning'] } },
  country: { value: 'text' },
  browser: { value: 'text' },
  os: { value: 'text' },
  language: { value: 'text' },
  page: { value: 'text' },
  entry: { value: 'text' },
  exit: { value: 'text' },
  clicked: { value: 'element' },
  saw: { value: 'element' },
  exitAfter: { value: 'element' },
  signal: { value: 'text', beside: { 'count?': 'comparison', 'on?': { object: { page: 'text' } } } },
  scrollDepth: { value: { object: { page: 'text' }, comparison: true } },
  durationMs: { value: 'comparison' },
  activeMs: { value: 'comparison' },
  error: { value: { object: { message: 'text' } } },
  request: { value: { object: { 'url?': 'text', 'status?': 'comparison' } } },
  event: { value: 'text', beside: { 'where?': 'scalars' } },
  trait: { value: 'scalars' },
  user: { value: 'text' },
  variant: { value: { object: { experiment: 'text', is: 'text' } } },
  form: { value: { object: { name: 'text', 'abandoned?': 'bool', 'lastField?': 'text' } } },
  sequence: { value: 'filters', beside: { 'withinMs?': 'ms', 'without?': 'filter' } },
  watched: { value: 'bool' },
  tag: { value: 'text' },
}

/** How large a tree may be. */
export const filterLimit: { readonly depth: number; readonly nodes: number; readonly textLength: number } = {
  depth: 16,
  nodes: 200,
  textLength: 1_000,
}
