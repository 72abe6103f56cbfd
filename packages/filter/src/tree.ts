/** A comparison of a number; several together must all hold. */
export interface Comparison {
  readonly eq?: number
  readonly gt?: number
  readonly gte?: number
  readonly lt?: number
  readonly lte?: number
}
/** An element of a page, by its key or by what it is called; `*` is a wildcard in `text`. */
export type ElementMatch = { readonly element: string } | { readonly text: string }
/** A value of an event's property or a user's trait. */
export type Scalar = string | number | boolean

/** One condition on a session. Text values may hold the wildcard `*`. */
export type Condition =
  | { readonly device: string }
  | { readonly source: string }
  | { readonly medium: string }
  | { readonly campaign: string }
  | { readonly visitor: 'new' | 'returning' }
  | { readonly country: string }
  | { readonly browser: string }
  | { readonly os: string }
  | { readonly language: string }
  | { readonly page: string }
  | { readonly entry: string }
  | { readonly exit: string }
  | { readonly clicked: ElementMatch }
  | { readonly saw: ElementMatch }
  | { readonly exitAfter: ElementMatch }
  | { readonly signal: string; readonly count?: Comparison; readonly on?: { readonly page: string } }
  | { readonly scrollDepth: Comparison & { readonly page: string } }
  | { readonly durationMs: Comparison }
  | { readonly activeMs: Comparison }
  | { readonly error: { readonly message: string } }
  | { readonly request: { readonly url?: string; readonly status?: Comparison } }
  | { readonly event: string; readonly where?: Readonly<Record<string, Scalar>> }
  | { readonly trait: Readonly<Record<string, Scalar>> }
  | { readonly user: string }
  | { readonly variant: { readonly experiment: string; readonly is: string } }
  | { readonly form: { readonly name: string; readonly abandoned?: boolean; readonly lastField?: string } }
  | { readonly sequence: readonly Filter[]; readonly withinMs?: number; readonly without?: Filter }
  | { readonly watched: boolean }
  | { readonly tag: string }

/** A filter: a condition, or conditions joined by `all`, `any`, `not`. `{all: []}` matches every session. */
export type Filter = Condition | { readonly all: readonly Filter[] } | { readonly any: readonly Filter[] } | { readonly not: Filter }
