import { describe, expect, test } from 'vitest'
import { exchangesOf } from './exchange.ts'
import type { SessionSignal } from './session-signal.ts'

const at = (atMs: number, signal: object): SessionSignal => ({ timeMs: atMs, atMs, tab: 't', ...signal }) as SessionSignal
const request = (atMs: number, more: object = {}): SessionSignal =>
  at(atMs, { type: 'request', kind: 'fetch', method: 'GET', url: 'https://shop.example/a', status: 200, durationMs: 50, ...more })
const payload = (atMs: number, response: string, more: object = {}): SessionSignal =>
  at(atMs, { type: 'payload', method: 'GET', url: 'https://shop.example/a', status: 200, request: '{}', response, ...more })
const socket = (atMs: number, state: string, more: object = {}): SessionSignal =>
  at(atMs, { type: 'socket', url: 'wss://shop.example/s', state, sent: 0, sentBytes: 0, received: 0, receivedBytes: 0, ...more })

describe('requests', () => {
  test('stand where they began', () => {
    const found = exchangesOf([request(100), request(120, { durationMs: 119 })])
    expect(found.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [1, 120],
      [50, 100],
    ])
  })

  test('failed without an answer or with a refusal, but never as a beacon', () => {
    const found = exchangesOf([
      request(100),
      request(101, { status: 0 }),
      request(102, { status: 404 }),
      request(103, { status: 0, kind: 'beacon' }),
    ])
    expect(found.map(({ isFailed }) => isFailed)).toEqual([false, true, true, false])
  })

  test('have the payloads that were told after them, each its own', () => {
    const found = exchangesOf([request(100), request(101), payload(102, '1'), payload(103, '2'), request(20_000)])
    expect(found.map(({ response }) => response)).toEqual(['1', '2', undefined])
  })

  test('a payload whose request is lost stands alone', () => {
    expect(exchangesOf([payload(10, '1', { status: 500 })])).toMatchObject([{ startMs: 10, endMs: 10, status: 500, isFailed: true }])
  })
})

describe('sockets', () => {
  test('are one from open to close, with what went over them', () => {
    const [one, ...others] = exchangesOf([
      socket(10, 'open'),
      socket(20, 'traffic', { sent: 2, received: 3, receivedBytes: 100 }),
      socket(30, 'close', { code: 1000, received: 1, receivedBytes: 20 }),
    ])
    expect(others).toEqual([])
    expect(one).toMatchObject({ kind: 'socket', startMs: 10, endMs: 30, status: 1000, isFailed: false, sizeBytes: 120 })
    expect(one!.traffic.map(({ state, received }) => [state, received])).toEqual([
      ['open', 0],
      ['traffic', 3],
      ['close', 1],
    ])
  })

  test('have failed when they never opened, or were cut', () => {
    const found = exchangesOf([
      socket(10, 'error'),
      socket(11, 'close', { code: 1006 }),
      socket(20, 'open'),
      socket(30, 'close', { code: 1006 }),
    ])
    expect(found.map(({ startMs, isFailed }) => [startMs, isFailed])).toEqual([
      [10, true],
      [20, true],
    ])
  })

  test('that are still open have no end', () => {
    expect(exchangesOf([socket(10, 'open')])[0]!.endMs).toBeNull()
  })
})
