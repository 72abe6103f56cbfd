import { expect, test } from 'vitest'
import { enqueue, type Queue } from './queue.ts'

const fill = (...said: readonly (readonly [verb: string, name?: string])[]): Queue<unknown[]> => {
  const queue: Queue<unknown[]> = new Map()
  said.forEach(([verb, name], i) => enqueue(queue, verb, [name, i]))
  return queue
}
const many = (verb: string, count: number): [string][] => Array.from({ length: count }, () => [verb])
const kept = (queue: Queue<unknown[]>, verb: string): unknown[] => [...queue.values()].flatMap(([of, [, at]]) => (of === verb ? [at] : []))

test('the last hundred are kept, the rest counted', () => {
  const queue = fill(...many('track', 130))
  expect(kept(queue, 'track')).toEqual(Array.from({ length: 100 }, (_, i) => i + 30))
  expect(queue.n).toBe(30)
})

test('of a state the last, and none is lost by that', () => {
  const queue = fill(...Array.from({ length: 500 }, () => ['state', 'store'] as const), ['state', 'cart'])
  expect(kept(queue, 'state')).toEqual([499, 500])
  expect(queue.n).toBe(undefined)
})

test.each(['identify', 'experiment', 'flag', 'state', 'grant', 'deny', 'stop', 'start'])('%s makes room for nothing else', (verb) => {
  expect(kept(fill([verb], ...many('track', 300)), verb)).toEqual([0])
})

test.each(['page', 'captureError'])('%s does', (verb) => {
  expect(kept(fill([verb], ...many('track', 300)), verb)).toEqual([])
})

test('nothing grows without end', () => {
  const queue = fill(...many('identify', 5000))
  expect(queue.size).toBe(200)
  expect(queue.n).toBe(4800)
})
