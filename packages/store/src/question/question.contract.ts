import { createSessionSummary, pageOf, pathOf } from '@playhead/analysis'
import { type Filter, matchesFilter, parseFilter, type SessionFacts } from '@playhead/filter'
import type { PlayheadEvent, SignalEvent } from '@playhead/wire'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chunkOf, click, page, sessionId, start, viewport } from '../../test/fixture.ts'
import type { Store } from '../index.ts'

const paths = ['/', '/cart', '/a%b', '/items/12', "/it's"]
const names = ['Buy', 'buy now', '50%_off', "it's", 'a\\b', '{x:String}', 'Ünï']
const dayMs = 86_400_000
/** Visits are of now: the newest are asked for differently than those of long ago. */
const nowMs = Date.now()
const visitArb = fc.record({
  ago: fc
    .constantFrom(-0.1, 0.5, 0.5, 3, 40, 300)
    .chain((days) => fc.integer({ min: 0, max: 5 }).map((ms) => Math.round(days * dayMs) + ms)),
  width: fc.constantFrom(390, 700, 1000, 1400),
  returning: fc.boolean(),
  source: fc.constantFrom('News', 'google', 'we_ird%'),
  user: fc.option(fc.constantFrom('u_1', 'U_2'), { nil: undefined }),
  steps: fc.array(
    fc.oneof(
      fc.record({ page: fc.constantFrom(...paths) }),
      fc.record({
        key: fc.constantFrom('', 'body>a:1', 'k'),
        name: fc.constantFrom(...names),
        relX: fc.double({ min: 0, max: 1, noNaN: true }),
        relY: fc.constantFrom(0, 0.5, 1),
      }),
      fc.record({ track: fc.constantFrom('signup', 'order'), plan: fc.constantFrom('pro', 3, true) }),
      fc.record({ error: fc.constantFrom('TypeError: x', 'boom') }),
      fc.record({ request: fc.constantFrom('/api/a', '/b'), status: fc.constantFrom(200, 404, 500) }),
    ),
    { maxLength: 12 },
  ),
})
type Visit = typeof visitArb extends fc.Arbitrary<infer T> ? T : never

function eventsOf(visit: Visit): SignalEvent[] {
  const epochMs = nowMs - visit.ago
  const events: PlayheadEvent[] = [
    start(epochMs, { returning: visit.returning, utmSource: visit.source, screenWidth: visit.width }),
    viewport(epochMs, visit.width),
    page(epochMs, 'https://shop.example/'),
  ]
  if (visit.user) events.push({ type: 'identify', timeMs: epochMs + 1, user: visit.user, traits: '{"role":"admin"}' })
  for (const [i, step] of visit.steps.entries()) {
    const timeMs = epochMs + 10 + i * 650
    if ('page' in step) events.push(page(timeMs, `https://shop.example${step.page}?q=1`))
    else if ('key' in step) events.push(click(timeMs, { ...step, ordinal: i + 1, relX: Math.round(step.relX * 1000) / 1000 }))
    else if ('track' in step) events.push({ type: 'track', timeMs, name: step.track, properties: JSON.stringify({ plan: step.plan }) })
    else if ('error' in step)
      events.push({ type: 'error', timeMs, kind: 'error', message: step.error, stack: '', source: '', line: 1, column: 1 })
    else
      events.push({
        type: 'request',
        timeMs,
        kind: 'fetch',
        method: 'GET',
        url: `https://shop.example${step.request}`,
        status: step.status,
        durationMs: 5,
      })
  }
  return events as SignalEvent[]
}

function factsOf(id: string, signals: SignalEvent[]): SessionFacts {
  const summary = createSessionSummary(id, 'demo')
  summary.add({ tab: 't', seq: 0, signals })
  const { row, signals: derived } = summary.summarize()!
  const pick = <T extends SignalEvent['type']>(type: T) =>
    signals.filter((event): event is Extract<SignalEvent, { type: T }> => event.type === type)
  return {
    ...row,
    country: '',
    pages: pick('page').map(({ timeMs, url }) => ({ timeMs, page: pageOf(url) })),
    clicks: pick('click'),
    saw: [],
    exitAfter: null,
    signals: derived,
    depths: [],
    errors: pick('error'),
    requests: pick('request').map((event) => ({ ...event, path: pathOf(event.url) })),
    events: pick('track').map((event) => ({ ...event, properties: JSON.parse(event.properties ?? '{}') as Record<string, unknown> })),
    forms: [],
    watched: false,
    tags: [],
  }
}

const comparison = fc.oneof(
  fc.record({ gt: fc.integer({ min: -1, max: 3 }) }),
  fc.record({ lte: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ eq: fc.integer({ min: 0, max: 2 }) }),
)
const text = fc.constantFrom(...names, 'BUY*', '*', '*%*', 'a\\*', '50*', '')
const path = fc.constantFrom(...paths.map(pageOf), '/c*', '/CART', '*%b', '/items/:id')
const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({ device: fc.constantFrom('phone', 'tablet', 'laptop', 'desktop') }),
    fc.record({ source: fc.constantFrom('news', 'GOOGLE', 'we_*', 'none') }),
    fc.record({ visitor: fc.constantFrom('new', 'returning') }),
    fc.record({ browser: fc.constantFrom('chrome', 'Safari', 'c*') }),
    fc.record({ page: path }),
    fc.record({ entry: path }),
    fc.record({ exit: path }),
    fc.record({ user: fc.constantFrom('u_1', 'u_2', '*') }),
    fc.record({ trait: fc.constantFrom({ role: 'admin' }, { role: 'x' }) }),
    fc.record({ clicked: fc.oneof(fc.record({ text }), fc.record({ element: fc.constantFrom('k', '', 'body>a:1') })) }),
    fc.record({ error: fc.record({ message: fc.constantFrom('typeerror*', 'BOOM', 'x') }) }),
    fc.record({
      request: fc.record({ url: fc.constantFrom('/api/*', '/b', 'https://*'), status: fc.constantFrom({ gte: 400 }, { eq: 200 }) }),
    }),
    fc.record({ event: fc.constantFrom('signup', 'order', 'Signup') }),
    fc.record({
      event: fc.constantFrom('signup', 'order'),
      where: fc.record({ plan: fc.constantFrom<string | number | boolean>('pro', 3, true, false) }),
    }),
    fc.record({ signal: fc.constantFrom('rage-click', 'dead-click', 'error', 'none'), count: comparison }),
    fc.record({ signal: fc.constantFrom('rage-click', 'dead-click', 'error'), count: comparison, on: fc.record({ page: path }) }),
    fc.record({ durationMs: fc.constantFrom({ gte: 2000 }, { lt: 3000, gt: 10 }) }),
    fc.record({ activeMs: fc.constantFrom({ gte: 1000 }) }),
    fc.record({ not: tie('filter') }),
    fc.record({ all: fc.array(tie('filter'), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('filter'), { maxLength: 3 }) }),
  ),
}))

/**
 * Random visits, asked both of a store and of a plain count over the events.
 * @param filters how many filters are tried
 * @param age what happens to the store once it holds the visits
 */
export function describeQuestions(
  name: string,
  open: () => Promise<Store>,
  filters: number,
  age: (store: Store) => Promise<Store> = async (store) => store,
): void {
  describe(name, () => {
    let store: Store
    let visits: { id: string; signals: SignalEvent[]; visit: Visit }[]
    beforeAll(async () => {
      store = await open()
      visits = fc
        .sample(visitArb, { numRuns: 150, seed: 7 })
        .map((visit, n) => ({ id: sessionId(n, nowMs - visit.ago), visit, signals: eventsOf(visit) }))
      await Promise.all(
        visits.flatMap(({ id, signals }) => {
          // Each visit in two chunks.
          const half = signals.length >> 1
          return [signals.slice(0, half), signals.slice(half)].map(async (events, seq) =>
            store.append(await chunkOf({ session: id, seq }, events)),
          )
        }),
      )
      await store.flushIndex()
      store = await age(store)
    }, 60_000)
    afterAll(async () => {
      await store?.close()
    })

    test('SQL says of every filter what the reference evaluator says', { timeout: 120_000 }, async () => {
      const facts = visits.map(({ id, signals }) => ({ id, facts: factsOf(id, signals) }))
      let matched = 0
      await fc.assert(
        fc.asyncProperty(filter, async (tree) => {
          const parsed = parseFilter(tree)
          const expected = facts.filter(({ facts: session }) => matchesFilter(parsed, session)).map(({ id }) => id)
          const { items } = await store.searchSessions('demo', { filter: parsed, limit: 500 })
          matched += expected.length
          expect(items.map(({ id }) => id).sort()).toEqual(expected.sort())
        }),
        { numRuns: filters },
      )
      expect(matched).toBeGreaterThan(filters * 5)
    })

    test('a list, page by page, has what matches in order of its start', { timeout: 120_000 }, async () => {
      const facts = visits.map(({ id, signals }) => ({ id, facts: factsOf(id, signals), startMs: signals[0]!.timeMs }))
      await fc.assert(
        fc.asyncProperty(filter, fc.integer({ min: 20, max: 60 }), fc.constantFrom('newest', 'oldest'), async (tree, limit, sort) => {
          const parsed = parseFilter(tree)
          const expected = facts
            .filter(({ facts: session }) => matchesFilter(parsed, session))
            .sort((a, b) => (b.startMs - a.startMs || (a.id < b.id ? 1 : -1)) * (sort === 'newest' ? 1 : -1))
            .map(({ id }) => id)
          const found: string[] = []
          let cursor: string | null = null
          do {
            const list = await store.searchSessions('demo', { filter: parsed, limit, sort, ...(cursor === null ? {} : { cursor }) })
            expect(list.items.length).toBe(Math.min(limit, expected.length - found.length))
            found.push(...list.items.map(({ id }) => id))
            cursor = list.nextCursor
          } while (cursor !== null)
          expect(found).toEqual(expected)
        }),
        { numRuns: Math.ceil(filters / 8) },
      )
    })

    test('the pages are all that were seen, with what a plain loop counts', async () => {
      const counted = new Map<string, { views: number; sessions: Set<string>; clicks: number }>()
      for (const { id, signals } of visits) {
        let here = { views: 0, sessions: new Set<string>(), clicks: 0 }
        for (const event of signals) {
          if (event.type === 'page') {
            here = counted.get(pageOf(event.url)) ?? { views: 0, sessions: new Set(), clicks: 0 }
            counted.set(pageOf(event.url), here)
            here.views++
            here.sessions.add(id)
          } else if (event.type === 'click') here.clicks++
        }
      }
      const expected = [...counted]
        .map(([path, { views, sessions, clicks }]) => ({ page: path, views, sessions: sessions.size, clicks }))
        .sort((a, b) => b.views - a.views || (a.page < b.page ? -1 : 1))
      for (const range of [undefined, { from: 0 }]) {
        const found = await store.pages('demo', { range })
        expect(found.map(({ page: path, views, sessions, clicks }) => ({ page: path, views, sessions, clicks }))).toEqual(expected)
        for (const { devices, views } of found) expect(Object.values(devices).reduce((sum, count) => sum + count, 0)).toBe(views)
      }
    })

    test('a click map counts what a plain loop over the events counts', { timeout: 60_000 }, async () => {
      const pages = [...new Set(paths.map(pageOf))]
      for (const [device, width] of [
        ['phone', 390],
        ['tablet', 700],
        ['laptop', 1000],
        ['desktop', 1400],
      ] as const)
        for (const wanted of pages) {
          const [views, sessions, bins, clickers] = [
            [] as string[],
            new Set<string>(),
            new Map<string, number>(),
            new Map<string, Set<string>>(),
          ]
          let clicks = 0
          for (const { id, signals, visit } of visits.filter((one) => one.visit.width === width && one.visit.returning)) {
            expect(visit.width).toBe(width)
            let here = ''
            for (const event of signals) {
              if (event.type === 'page') here = pageOf(event.url)
              if (here !== wanted) continue
              if (event.type === 'page') {
                views.push(id)
                sessions.add(id)
              }
              if (event.type !== 'click') continue
              clicks++
              const bin = `${event.key} ${Math.min(63, Math.floor(Math.fround(event.relX) * 64))} ${Math.min(63, Math.floor(event.relY * 64))}`
              bins.set(bin, (bins.get(bin) ?? 0) + 1)
              clickers.set(event.key, (clickers.get(event.key) ?? new Set()).add(id))
            }
          }
          const map = await store.clickMap('demo', { page: wanted, device, filter: { visitor: 'returning' } })
          expect(map).toMatchObject({ views: views.length, sessions: sessions.size, clicks })
          const counted = new Map(
            map.elements.flatMap(({ key, bins: cells }) => cells.map(([x, y, n]) => [`${key} ${x} ${y}`, n] as const)),
          )
          expect(counted).toEqual(new Map([...bins].filter(([bin]) => !bin.startsWith(' '))))
          expect(map.unplaced).toBe([...bins].filter(([bin]) => bin.startsWith(' ')).reduce((sum, [, n]) => sum + n, 0))
          for (const element of map.elements) {
            expect(element.sessions).toBe(clickers.get(element.key)!.size)
            for (const id of element.sampleSessions) expect(clickers.get(element.key)).toContain(id)
          }
        }
    })

    test('a condition that can’t be asked yet is refused by its name', async () => {
      for (const [key, tree] of Object.entries({
        watched: { watched: true },
        saw: { saw: { element: 'k' } },
        tag: { tag: 'x' },
        sequence: { sequence: [] },
        country: { country: 'DE' },
      }))
        await expect(store.searchSessions('demo', { filter: parseFilter({ not: tree }) })).rejects.toMatchObject({
          code: 'filter-unsupported',
          message: expect.stringContaining(`"${key}"`),
        })
    })
  })
}
