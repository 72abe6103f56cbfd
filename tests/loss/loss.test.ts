import { afterAll, beforeAll, expect, test } from 'vitest'
import { crashTabs } from './crash.ts'
import { leaveKeyframes } from './keyframe.ts'
import { leavePages, shareKept } from './leave.ts'
import { cutServer, goOffline } from './offline.ts'
import { openWorld, type World } from './world.ts'

/** The short form of `npm run loss`. */

let world: World
beforeAll(async () => {
  world = await openWorld()
}, 300_000)
afterAll(() => world?.close(), 60_000)

test('pages left mid-stream keep their last second', { timeout: 120_000 }, async () => {
  const left = await leavePages(world, 15)
  expect(left).toHaveLength(15)
  expect(left.filter(({ isKept }) => !isKept)).toEqual([])
  expect(shareKept(left)).toBe(1)
})

test('a keyframe of more than 64 KB that was on its way arrives', { timeout: 120_000 }, async () => {
  const left = await leaveKeyframes(world, 6)
  expect(left.filter(({ wasPending }) => wasPending).length).toBeGreaterThan(0)
  expect(left.filter(({ isKept }) => !isKept)).toEqual([])
})

test('without a network nothing is lost', { timeout: 180_000 }, async () => {
  const { lost, told } = await goOffline(world, 15_000)
  expect(lost).toBe(0)
  expect(told).toBeGreaterThan(50)
})

test('without a server nothing is lost, over pages and a closed tab', { timeout: 180_000 }, async () => {
  const { lost, told } = await cutServer(world, 10_000)
  expect(lost).toBe(0)
  expect(told).toBeGreaterThan(50)
})

test('a tab that crashes loses two seconds at most', { timeout: 120_000 }, async () => {
  const losses = await crashTabs(world, 3)
  expect(losses).toHaveLength(3)
  for (const lostMs of losses) expect(lostMs).toBeLessThanOrEqual(2000)
})
