import type { SessionSignal } from '@playhead/analysis'
import { expect, test } from 'vitest'
import { documentVitalsOf, recorderCostOf, vitalText } from './document-vital.ts'

const at = (atMs: number, signal: object): SessionSignal => ({ timeMs: atMs, atMs, tab: 't', ...signal }) as SessionSignal
const page = (atMs: number, path: string, kind = 'load'): SessionSignal =>
  at(atMs, { type: 'page', view: 'v', url: `https://shop.example${path}`, title: '', kind })
const vital = (atMs: number, name: string, value: number): SessionSignal => at(atMs, { type: 'vital', name, value, target: 'main>img' })
const parts = (atMs: number, name: string, list: Record<string, number>): SessionSignal =>
  at(atMs, {
    type: 'attribution',
    vital: name,
    url: 'https://shop.example/a.png',
    parts: Object.entries(list).map(([part, ms]) => ({ name: part, ms })),
  })

test('a vital belongs to its document and is what was told last', () => {
  const found = documentVitalsOf([
    page(100, '/a'),
    vital(150, 'FCP', 40),
    page(400, '/b', 'route'),
    vital(500, 'LCP', 60),
    vital(600, 'LCP', 80),
    parts(600, 'LCP', { ttfb: 30, load: 50 }),
    page(1000, '/c'),
    vital(1900, 'LCP', 70),
  ])
  expect(found.map((one) => [one.page, one.name, one.value, one.atMs])).toEqual([
    ['/a', 'LCP', 80, 180],
    ['/a', 'FCP', 40, 140],
    ['/c', 'LCP', 70, 1070],
  ])
  expect(found[0]).toMatchObject({
    target: 'main>img',
    url: 'https://shop.example/a.png',
    parts: [
      { name: 'ttfb', ms: 30 },
      { name: 'load', ms: 50 },
    ],
  })
})

test('a slow interaction is of the view and the click that it was in, not of the page that the document began with', () => {
  const click = (atMs: number, key: string): SessionSignal => at(atMs, { type: 'click', key })
  const inp = documentVitalsOf([
    page(100, '/'),
    click(600, 'main>img'),
    page(700, '/jacket', 'route'),
    click(1200, 'main>img'),
    click(1400, 'main>a'),
    vital(1700, 'INP', 210),
    page(1700, '/cart', 'route'),
    vital(1900, 'FCP', 40),
  ])
  expect(inp.map((one) => [one.name, one.page, one.atMs])).toEqual([
    ['INP', '/jacket', 1200],
    ['FCP', '/', 140],
  ])
  const led = [page(100, '/'), click(600, 'main>img'), page(700, '/jacket', 'route'), click(1200, 'main>a'), vital(1700, 'INP', 210)]
  expect(documentVitalsOf(led)[0]).toMatchObject({ page: '/', atMs: 600 })
  expect(documentVitalsOf([page(100, '/'), page(700, '/jacket', 'route'), vital(1700, 'INP', 210)])[0]).toMatchObject({
    page: '/jacket',
    atMs: 1700,
  })
})

test('CLS leads to its worst shift', () => {
  const [cls] = documentVitalsOf([page(100, '/a'), vital(900, 'CLS', 0.2), parts(900, 'CLS', { time: 250 })])
  expect(cls).toMatchObject({ atMs: 350, parts: [] })
})

test('values are told in the unit of their kind', () => {
  expect([vitalText('LCP', 2412), vitalText('INP', 84.4), vitalText('CLS', 0.1234)]).toEqual(['2.41 s', '84 ms', '0.123'])
})

test('the cost of recording is added up', () => {
  const budget = (atMs: number, spentMs: number, windowMs: number): SessionSignal =>
    at(atMs, { type: 'budget', spentMs, windowMs, degraded: 0 })
  expect(recorderCostOf([budget(1, 5, 1000), page(2, '/'), budget(3, 10, 2000)])).toMatchObject({ spentMs: 15, windowMs: 3000 })
})
