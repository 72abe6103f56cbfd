import { describe, expect, test } from 'vitest'
import { filterFromQuery, wordsFromQuery } from './feature/session/session-filter.ts'
import { readHeatmapSearch, readReplaySearch, readSessionSearch, readSignInSearch } from './search.ts'

describe('what a URL says', () => {
  test('of sessions: known conditions, and nothing else', () => {
    expect(readSessionSearch({ device: 'phone', signal: 'rage-click', page: '/cart', user: 42, sort: 'friction', other: 'x' })).toEqual({
      device: 'phone',
      signal: 'rage-click',
      page: '/cart',
      user: '42',
      sort: 'friction',
    })
    expect(readSessionSearch({ device: 'watch', source: '', sort: 'sideways', page: ['/cart'] })).toEqual({})
  })

  test('of a moment: whole milliseconds from the start on', () => {
    expect(readReplaySearch({ t: '1500.6' })).toEqual({ t: 1501 })
    expect([{ t: -1 }, { t: 'soon' }, {}].map(readReplaySearch)).toEqual([{}, {}, {}])
    expect(readReplaySearch({ t: 3, signal: 'rage-click', other: 'x' })).toEqual({ t: 3, signal: 'rage-click' })
  })

  test('of a span: an end after its beginning', () => {
    expect(readReplaySearch({ t: 1000, to: '2500.4' })).toEqual({ t: 1000, to: 2500 })
    expect(
      [
        { t: 1000, to: 1000 },
        { t: 5, to: 'late' },
      ].map(readReplaySearch),
    ).toEqual([{ t: 1000 }, { t: 5 }])
    expect(readReplaySearch({ to: 2500 })).toEqual({})
  })

  test.each([
    [readSessionSearch, { device: 'zeppelin', signal: 'foo', sort: 'bar', source: ['a', 'b'], page: true }],
    [readReplaySearch, { device: 'zeppelin', signal: 'foo', sort: 'bar', t: 'soon', to: -1 }],
    [readHeatmapSearch, { device: 'zeppelin', mode: 'sideways', page: null }],
    [readSignInSearch, { to: 5 }],
    [readSignInSearch, { to: '//evil.example' }],
    [readSignInSearch, { to: 'https://evil.example' }],
  ])('what is not understood: nothing is left of it where the router lays it over the URL (%o, %j)', (read, search) => {
    const seen = { ...search, ...read(search) }
    expect(Object.values(seen).filter((value) => value !== undefined)).toEqual([])
  })

  test('of where to go on to after the sign-in', () => expect(readSignInSearch({ to: '/p/demo?t=1' })).toEqual({ to: '/p/demo?t=1' }))

  test('of a map', () => {
    expect(readHeatmapSearch({ page: '/', device: 'tablet', mode: 'elements' })).toEqual({ page: '/', device: 'tablet', mode: 'elements' })
    expect(readHeatmapSearch({ mode: 'heat' })).toEqual({})
  })
})

describe('a query as filter and as words', () => {
  test('every condition must hold, and each can be taken away by its key', () => {
    const query = { device: 'phone', clicked: '#buy', name: 'Buy now', sort: 'longest' } as const
    expect(filterFromQuery(query)).toEqual({ all: [{ device: 'phone' }, { clicked: { element: '#buy' } }] })
    expect(wordsFromQuery(query)).toEqual([
      { key: 'device', words: 'on a phone' },
      { key: 'clicked', words: 'clicked Buy now' },
    ])
  })

  test('an order alone filters nothing', () => expect(filterFromQuery({ sort: 'longest' })).toBeUndefined())
})
