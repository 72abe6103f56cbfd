import { matchesExact, matchesText } from './text.ts'
import type { Comparison, ElementMatch, Filter, Scalar } from './tree.ts'

interface Moment {
  readonly timeMs: number
}
/** What a filter asks about, of one session: plain facts. */
export interface SessionFacts {
  readonly device: string
  readonly source: string
  readonly medium: string
  readonly campaign: string
  readonly returning: boolean
  readonly country: string
  readonly browser: string
  readonly os: string
  readonly language: string
  readonly entryPage: string
  readonly exitPage: string
  readonly durationMs: number
  readonly activeMs: number
  readonly user: string | null
  readonly traits: Readonly<Record<string, unknown>>
  readonly variants: Readonly<Record<string, string>>
  readonly pages: readonly (Moment & { readonly page: string })[]
  readonly clicks: readonly (Moment & { readonly key: string; readonly name: string })[]
  readonly saw: readonly { readonly key: string; readonly name: string }[]
  readonly exitAfter: { readonly key: string; readonly name: string } | null
  readonly signals: readonly (Moment & { readonly kind: string; readonly page: string })[]
  readonly depths: readonly { readonly page: string; readonly depth: number }[]
  readonly errors: readonly (Moment & { readonly message: string })[]
  /** `path` without query. */
  readonly requests: readonly (Moment & { readonly url: string; readonly path: string; readonly status: number })[]
  readonly events: readonly (Moment & { readonly name: string; readonly properties: Readonly<Record<string, unknown>> })[]
  readonly forms: readonly { readonly name: string; readonly abandoned: boolean; readonly lastField: string }[]
  readonly watched: boolean
  readonly tags: readonly string[]
}

/** Whether a session matches: the meaning of the language, which SQL is held to. */
export function matchesFilter(filter: Filter, facts: SessionFacts): boolean {
  if ('all' in filter) return filter.all.every((part) => matchesFilter(part, facts))
  if ('any' in filter) return filter.any.some((part) => matchesFilter(part, facts))
  if ('not' in filter) return !matchesFilter(filter.not, facts)
  if ('device' in filter) return facts.device === filter.device
  if ('source' in filter) return matchesText(facts.source, filter.source)
  if ('medium' in filter) return matchesText(facts.medium, filter.medium)
  if ('campaign' in filter) return matchesText(facts.campaign, filter.campaign)
  if ('visitor' in filter) return facts.returning === (filter.visitor === 'returning')
  if ('country' in filter) return matchesText(facts.country, filter.country)
  if ('browser' in filter) return matchesText(facts.browser, filter.browser)
  if ('os' in filter) return matchesText(facts.os, filter.os)
  if ('language' in filter) return matchesText(facts.language, filter.language)
  if ('entry' in filter) return matchesExact(facts.entryPage, filter.entry)
  if ('exit' in filter) return matchesExact(facts.exitPage, filter.exit)
  if ('saw' in filter) return facts.saw.some((element) => isElement(element, filter.saw))
  if ('exitAfter' in filter) return facts.exitAfter !== null && isElement(facts.exitAfter, filter.exitAfter)
  if ('durationMs' in filter) return compares(facts.durationMs, filter.durationMs)
  if ('activeMs' in filter) return compares(facts.activeMs, filter.activeMs)
  if ('trait' in filter) return hasScalars(facts.traits, filter.trait)
  if ('user' in filter) return facts.user !== null && matchesExact(facts.user, filter.user)
  if ('variant' in filter)
    return Object.hasOwn(facts.variants, filter.variant.experiment) && facts.variants[filter.variant.experiment] === filter.variant.is
  if ('watched' in filter) return facts.watched === filter.watched
  if ('tag' in filter) return facts.tags.includes(filter.tag)
  if ('scrollDepth' in filter) {
    const { page, ...comparison } = filter.scrollDepth
    return facts.depths.some((seen) => matchesExact(seen.page, page) && compares(seen.depth, comparison))
  }
  if ('form' in filter) {
    const { name, abandoned, lastField } = filter.form
    return facts.forms.some(
      (form) =>
        matchesText(form.name, name) &&
        (abandoned === undefined || form.abandoned === abandoned) &&
        (lastField === undefined || matchesText(form.lastField, lastField)),
    )
  }
  if ('signal' in filter) return compares(momentsOf(filter, facts).length, filter.count ?? { gte: 1 })
  if ('sequence' in filter) return hasSequence(filter, facts)
  return momentsOf(filter, facts).length > 0
}

/** When a condition was met; empty for conditions that have no moment. */
function momentsOf(filter: Filter, facts: SessionFacts): number[] {
  const times = (moments: readonly Moment[]): number[] => moments.map(({ timeMs }) => timeMs)
  if ('page' in filter) return times(facts.pages.filter(({ page }) => matchesExact(page, filter.page)))
  if ('clicked' in filter) return times(facts.clicks.filter((click) => isElement(click, filter.clicked)))
  if ('error' in filter) return times(facts.errors.filter(({ message }) => matchesText(message, filter.error.message)))
  if ('event' in filter)
    return times(facts.events.filter(({ name, properties }) => name === filter.event && hasScalars(properties, filter.where ?? {})))
  if ('signal' in filter)
    return times(facts.signals.filter(({ kind, page }) => kind === filter.signal && (!filter.on || matchesExact(page, filter.on.page))))
  if ('request' in filter) {
    const { url, status } = filter.request
    return times(
      facts.requests.filter(
        (request) =>
          (url === undefined || matchesExact(url.startsWith('/') ? request.path : request.url, url)) &&
          (status === undefined || compares(request.status, status)),
      ),
    )
  }
  if ('any' in filter) return filter.any.flatMap((part) => momentsOf(part, facts))
  return []
}

/** The steps one after another, within a time, with nothing of `without` between the first and the last. */
function hasSequence(filter: Extract<Filter, { sequence: readonly Filter[] }>, facts: SessionFacts): boolean {
  const steps = filter.sequence.map((step) => momentsOf(step, facts).sort((a, b) => a - b))
  const first = steps[0]
  if (!first) return true
  const barred = filter.without ? momentsOf(filter.without, facts) : []
  return first.some((startMs) => {
    let at = startMs
    for (const times of steps.slice(1)) {
      const next = times.find((ms) => ms > at)
      if (next === undefined) return false
      at = next
    }
    return at - startMs <= (filter.withinMs ?? Infinity) && !barred.some((ms) => ms >= startMs && ms <= at)
  })
}

export function compares(value: number, { eq, gt, gte, lt, lte }: Comparison): boolean {
  return (
    (eq === undefined || value === eq) &&
    (gt === undefined || value > gt) &&
    (gte === undefined || value >= gte) &&
    (lt === undefined || value < lt) &&
    (lte === undefined || value <= lte)
  )
}

const isElement = (element: { key: string; name: string }, match: ElementMatch): boolean =>
  'element' in match ? element.key === match.element : matchesText(element.name, match.text)

const hasScalars = (values: Readonly<Record<string, unknown>>, wanted: Readonly<Record<string, Scalar>>): boolean =>
  Object.entries(wanted).every(([name, value]) => Object.hasOwn(values, name) && values[name] === value)
