import { rmSync } from 'node:fs'
import type { PlayheadEvent } from '@playhead/wire'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openBytes } from '../src/bytes/open.ts'
import { openCatalog } from '../src/catalog/sqlite.ts'
import { openStore } from '../src/index.ts'
import { createRecordings } from '../src/recording/shelf.ts'
import { chunkOf, epochMs, filler, keyframe, sessionId, start, tempDir } from './fixture.ts'

const [slow, ordinary, later] = [sessionId(1), sessionId(2), sessionId(3)]
const minuteMs = 60_000
let dir: string
let catalog: ReturnType<typeof openCatalog>
let recordings: ReturnType<typeof createRecordings>
const notices: string[] = []

/** A chunk of some 100 KB whose page of 40,000 nodes changes so often that ways to it are told again and again. */
const heavy = (): PlayheadEvent[] => [
  { ...keyframe(epochMs, `<html><head></head><body>${'<p>Hello</p>'.repeat(20_000)}</body></html>`), nodes: 40_004 },
  start(epochMs),
  ...Array.from({ length: 600_000 }, (_, i): PlayheadEvent => ({ type: 'attribute', timeMs: epochMs + i / 1000, id: 5 + 2 * (i % 20_000), name: 'class', value: `c${i % 7}` })),
] // prettier-ignore
const light = (): PlayheadEvent[] => [keyframe(epochMs), start(epochMs), filler(epochMs + 1, 20_000)]

beforeEach(async () => {
  dir = tempDir()
  notices.length = 0
  const store = await openStore({ dir })
  for (const [session, events] of [[slow, heavy()], [ordinary, light()], [later, light()]] as const)
    await store.append(await chunkOf({ session, receivedMs: epochMs + (session === slow ? 0 : minuteMs) }, events))
  await store.close()
  catalog = openCatalog(dir)
}) // prettier-ignore
afterEach(async () => {
  await recordings.close()
  catalog.close()
  rmSync(dir, { recursive: true })
})
const open = (firstMs: number): void => {
  const place = { dir }
  recordings = createRecordings({ place, bytes: openBytes(place), catalog, onNotice: (text) => notices.push(text), turns: { firstMs, lookMs: 200 } })
} // prettier-ignore
/** It has no file, and is over since then. */
async function makeDue(session: string, dueMs: number): Promise<void> {
  await catalog.recordings.remove({ project: 'demo', session })
  await catalog.finish.hurry({ project: 'demo', session })
  await catalog.finish.delay({ project: 'demo', session }, dueMs - minuteMs)
}
/** As the worker does: whose turn it is. */
async function takeTurn(nowMs = Date.now()): Promise<{ session: string; result: string }> {
  const name = (await recordings.next(nowMs))!
  const { result } = await recordings.finish(name.project, name.session, { yields: true })
  return { session: name.session, result }
}

test(
  'L20: a session that takes long holds up those behind it for no more than a turn, and not again while they wait',
  { timeout: 400_000 },
  async () => {
    open(minuteMs)
    const from = performance.now()
    const alone = await recordings.finish('demo', ordinary)
    expect(alone.result).toBe('made')
    // What an ordinary one takes with its process's start, several times over, and a small part of what the slow one takes.
    const firstMs = Math.max(3_000, 6 * (performance.now() - from))
    await recordings.close()
    await makeDue(slow, 0)
    await makeDue(ordinary, minuteMs)
    await makeDue(later, Date.now() + 5 * minuteMs)

    open(firstMs)
    const begun = performance.now()
    expect(await takeTurn()).toEqual({ session: slow, result: 'failed' })
    expect(notices).toEqual([expect.stringMatching(/could not be made: It took more than/)])
    // Due again, it comes after who has not had a turn yet.
    const dueMs = Date.now() + 11 * minuteMs
    expect(await takeTurn()).toEqual({ session: ordinary, result: 'made' })
    expect(performance.now() - begun).toBeLessThan(3 * firstMs)
    expect(await takeTurn(dueMs)).toEqual({ session: later, result: 'made' })
    expect(await recordings.next(dueMs)).toEqual({ project: 'demo', session: slow })

    // Nobody else waits: its turn is a long one, until somebody does.
    const long = takeTurn(dueMs)
    await new Promise((resolve) => setTimeout(resolve, firstMs + 500))
    await makeDue(ordinary, 0)
    expect(await long).toEqual({ session: slow, result: 'current' })
    expect(await takeTurn()).toEqual({ session: ordinary, result: 'made' })
    // It was not its fault, and costs no turn.
    expect([notices.length, await catalog.finish.counts(dueMs)]).toEqual([1, { waiting: 1, failed: 0 }])
  },
)

test('L20: who asks for a file, or erases, ends the long turn of a slow one', async () => {
  open(minuteMs)
  const name = { project: 'demo', session: slow }
  await catalog.finish.fail(name, 0)
  for (const session of [ordinary, later]) await catalog.finish.drop({ project: 'demo', session })
  const long = recordings.finish('demo', slow, { yields: true })
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  expect((await recordings.finish('demo', ordinary)).result).toBe('made')
  expect(await long).toEqual({ result: 'current' })
  const again = recordings.finish('demo', slow, { yields: true })
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  expect(await recordings.without([name], async () => 'erased')).toBe('erased')
  expect(await again).toEqual({ result: 'current' })
})
