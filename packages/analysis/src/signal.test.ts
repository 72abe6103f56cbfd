import type { SignalEvent } from '@playhead/wire'
import { describe, expect, test } from 'vitest'
import { click, depth, end, error, form, page, request, response, timeline } from '../test/fixture.ts'
import { unansweredClicks } from './dead-click.ts'
import { failures } from './failure.ts'
import { abandonedForms } from './form-abandoned.ts'
import { frictionOf } from './friction.ts'
import { quickBacks } from './quick-back.ts'
import { rageClicks } from './rage-click.ts'

const at = (...times: number[]): SignalEvent[] => times.map((ms) => click(ms))
const kinds = (signals: readonly { kind: string }[]): string[] => signals.map(({ kind }) => kind)

describe('rage click', () => {
  test.each<[string, SignalEvent[], [count: number, severity: number][]]>([
    ['three quick ones', at(1000, 1600, 2200), [[3, 1]]],
    ['two are none', at(1000, 1100), []],
    ['three slow ones are none', at(1000, 1701, 2402), []],
    ['four within 1,500 ms', at(1000, 1750, 2000, 2500), [[4, 2]]],
    ['six are severe', at(1000, 1100, 1200, 1300, 1400, 1500), [[6, 3]]],
    [
      'twice',
      at(1000, 1100, 1200, 9000, 9100, 9200),
      [
        [3, 1],
        [3, 1],
      ],
    ],
    ['answered at once', [...at(1000, 1100, 1200), response(1000, 200)], []],
    ['answered too late', [...at(1000, 1100, 1200), response(1000, 400)], [[3, 1]]],
    ['a text selected', [...at(1000, 1100, 1200), response(1200, 400, 'selection')], []],
    ['a scroll between', [...at(1000, 1100), depth(1150), ...at(1200)], []],
    ['on different elements far apart', [click(1000), click(1100, { key: 'l', x: 200 }), click(1200)], []],
    ['on different elements in one spot', [click(1000), click(1100, { key: 'l', x: 20 }), click(1200)], [[3, 1]]],
    ['on one element wide apart', [click(1000), click(1100, { x: 500 }), click(1200)], [[3, 1]]],
    ['on a slider', at(1000, 1100, 1200).map((event) => ({ ...event, role: 'slider' }) as SignalEvent), []],
    ['on a stepper’s plus', at(1000, 1100, 1200).map((event) => ({ ...event, name: '+' }) as SignalEvent), []],
    ['on a canvas', at(1000, 1100, 1200).map((event) => ({ ...event, tag: 'canvas' }) as SignalEvent), []],
  ])('%s', (_, events, expected) => {
    expect(rageClicks(timeline(...events)).map(({ count, severity }) => [count, severity])).toEqual(expected)
  })
})

describe('dead and slow clicks', () => {
  const later = page(20_000, '/later')
  test.each<[string, SignalEvent[], string[]]>([
    ['nothing answers a control', [click(1000), later], ['dead-click']],
    ['said to be nothing', [click(1000), response(1000, 2500, 'none'), later], ['dead-click']],
    ['nothing answers what looks like one', [click(1000, { interactive: false, affordance: 'pointer' }), later], ['dead-affordance']],
    ['nothing answers plain text', [click(1000, { interactive: false }), later], []],
    ['answered', [click(1000), response(1000, 90), later], []],
    ['answered late', [click(1000), response(1000, 1500), later], ['slow-click']],
    ['not settled yet', [click(1000), depth(3000)], []],
    ['the page went', [click(1000), page(2000, '/next'), later], []],
    ['left at once', [click(1000), end(1500)], []],
    ['left after a while', [click(1000), end(8000)], ['dead-click']],
    ['a text field', [click(1000, { tag: 'input', role: 'textbox' }), later], []],
    ['a checkbox', [click(1000, { tag: 'input', role: 'checkbox' }), later], ['dead-click']],
    ['with a modifier', [click(1000, { modified: true }), later], []],
    ['another button', [click(1000, { button: 2 }), later], []],
  ])('%s', (_, events, expected) => {
    expect(kinds(unansweredClicks(timeline(...events)))).toEqual(expected)
  })
})

describe('failures', () => {
  test.each<[string, SignalEvent[], string[]]>([
    ['an error', [error(1000)], ['error']],
    ['after a click', [click(500), error(1000)], ['error', 'error-click']],
    ['long after a click', [click(500), error(2600)], ['error']],
    ['before a click', [error(400), click(500)], ['error']],
    ['a failed request', [request(1, 500), request(2, 0), request(3, 200)], ['request-failed', 'request-failed']],
    ['a console error', [{ type: 'console', timeMs: 1, level: 'error', message: 'x' }], ['console-error']],
    ['a warning', [{ type: 'console', timeMs: 1, level: 'warn', message: 'x' }], []],
  ])('%s', (_, events, expected) => {
    expect(kinds(failures(timeline(...events)))).toEqual(expected)
  })
  test.each<[string, SignalEvent[], number[]]>([
    ['one error, many clicks: the last before it', [...at(100, 400, 700, 900), error(1000), click(1100)], [900]],
    ['two errors of one click', [click(100), error(200), error(300)], [100]],
    ['an error for each click', [click(100), error(200), click(300), error(400)], [100, 300]],
    ['the last click is too long ago', [...at(100, 400), error(2401)], []],
    ['in the same millisecond', [click(100), click(500), error(500)], [500]],
    ['on the next page', [page(0, '/a'), click(100), page(300, '/b'), error(900)], [100]],
  ])('clicks that an error is laid to: %s', (_, events, expected) => {
    const blamed = failures(timeline(...events)).filter(({ kind }) => kind === 'error-click')
    expect(blamed.map(({ timeMs }) => timeMs)).toEqual(expected)
  })
  test('a failed request is called by its path', () => {
    expect(failures(timeline(request(1, 500)))[0]).toMatchObject({ name: '500 POST /api/pay' })
  })
})

describe('quick back', () => {
  const there = [page(0, '/a'), page(1000, '/b')]
  test.each<[string, SignalEvent[], number]>([
    ['back after 3 s', [...there, page(4000, '/a')], 1],
    ['back after 10 s', [...there, click(9000), page(11_000, '/a')], 0],
    ['on to another page', [...there, page(4000, '/c')], 0],
    ['with a form sent', [...there, form(2000, 'submit'), page(4000, '/a')], 0],
    ['away for a minute', [...there, page(61_000, '/a')], 0],
  ])('%s', (_, events, count) => {
    const found = quickBacks(timeline(...events))
    expect(found.length).toBe(count)
    if (count) expect(found[0]).toMatchObject({ page: '/b', timeMs: 4000 })
  })
})

describe('form abandonment', () => {
  test.each<[string, SignalEvent[], number]>([
    ['filled and left', [form(1, 'focus'), form(2, 'input'), page(9000, '/x')], 1],
    ['filled and closed', [form(2, 'input'), end(9000)], 1],
    ['filled and still there', [form(2, 'input'), click(9000)], 0],
    ['only looked at', [form(1, 'focus'), form(2, 'blur'), page(9000, '/x')], 0],
    ['sent', [form(2, 'input'), form(3, 'submit'), page(9000, '/x')], 0],
    ['sent by a button', [form(2, 'input'), click(8000), page(9000, '/x')], 0],
    ['sent by a button and a request', [form(2, 'input'), click(3000), request(3500, 201), page(90_000, '/x')], 0],
    ['a button long before', [form(2, 'input'), click(1000), page(9000, '/x')], 1],
    ['a field in no form', [{ ...form(2, 'change'), form: '' }, page(9000, '/x')], 0],
    ['a field in no form beside a form', [form(1, 'input'), { ...form(2, 'change'), form: '' }, page(9000, '/x')], 1],
  ])('%s', (_, events, count) => {
    expect(abandonedForms(timeline(page(0, '/checkout'), ...events)).map(({ page: on }) => on)).toEqual(Array(count).fill('/checkout'))
  })
})

test('friction grows with signals, by weight and severity, and ends at 100', () => {
  const of = (kind: 'rage-click' | 'slow-click' | 'error', severity = 1, n = 1): number =>
    frictionOf(Array.from({ length: n }, () => ({ kind, severity })))
  expect(of('error')).toBe(0)
  expect(of('slow-click')).toBe(5)
  expect(of('rage-click')).toBe(22)
  expect(of('rage-click', 3)).toBe(53)
  expect(of('rage-click', 3, 100)).toBe(100)
})
