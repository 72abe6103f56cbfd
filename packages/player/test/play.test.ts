import { expect, test } from 'vitest'
import { chunksOf, keyframe, type LooseEvent, play, useViewer } from './bed.ts'

const viewer = useViewer()

type Scope = { player: import('../src/index.ts').Player }
const html = (text: string): string => `<html><head></head><body><p>${text}</p></body></html>`
const pointer = (at: number): LooseEvent => ({ type: 'pointer', at, pointer: 'mouse', points: [{ afterMs: 0, x: 5, y: 5 }] })
const shown = (at: number): LooseEvent => ({ type: 'visibility', at, state: 'visible' })
const went = (at: number, url: string): LooseEvent => ({ type: 'page', at, view: 'V'.repeat(22), url, title: url, kind: 'load' })

test('two tabs are one session: the tab that was looked at is shown, forward and back', async () => {
  const first = await chunksOf(
    [went(0, '/a'), keyframe(0, html('tab a'), 6), pointer(100), shown(4000), { type: 'end', at: 5000, reason: 'stop' }],
    [3000],
    'A'.repeat(22),
  )
  const second = await chunksOf([went(2000, '/b'), keyframe(2000, html('tab b'), 6), pointer(2500)], [], 'B'.repeat(22))
  const start = await play(viewer.page, [...first, ...second])
  expect(start).toContain('tab a')
  const texts = await viewer.page.evaluate(async () => {
    const { player } = globalThis as never as Scope
    const told: string[] = []
    player.on('tab', (tab) => told.push(tab.slice(0, 1)))
    player.on('page', ({ url }) => told.push(url))
    const seen: (string | undefined)[] = []
    for (const ms of [2500, 4500, 2100, 10]) {
      await player.seek(ms)
      seen.push(/tab ./.exec(await player.describe())?.[0])
    }
    const { durationMs, tabs } = player
    player.destroy()
    return { seen, told, durationMs, tabs: tabs.length }
  })
  expect(texts.seen).toEqual(['tab b', 'tab a', 'tab b', 'tab a'])
  expect(texts.told).toEqual(['B', '/b', 'A', '/a', 'B', '/b', 'A', '/a'])
  expect(texts).toMatchObject({ durationMs: 5000, tabs: 2 })
})

test('skipping idle time jumps over it, and playing ends at the end', async () => {
  const events = [
    keyframe(0, html('x'), 6),
    pointer(300),
    { type: 'text', at: 30_000, id: 6, text: 'later' } as const,
    pointer(60_000),
    pointer(60_400),
  ]
  await play(viewer.page, await chunksOf(events))
  const result = await viewer.page.evaluate(async () => {
    const { player } = globalThis as never as Scope
    const { idle } = player
    const states: boolean[] = []
    const times: number[] = []
    player.on('state', ({ isPlaying }) => states.push(isPlaying))
    player.on('time', (ms) => times.push(ms))
    player.setSkipIdle(true)
    player.setSpeed(2)
    const started = performance.now()
    player.play()
    while (player.isPlaying) await new Promise((resolve) => setTimeout(resolve, 10))
    const tookMs = performance.now() - started
    await player.seek(player.currentMs)
    const text = await player.describe()
    const endMs = player.currentMs
    player.destroy()
    return { idle, last: states.at(-1), tookMs, text, endMs, inIdle: times.filter((ms) => ms > 1000 && ms < 59_000).length }
  })
  expect(result.idle).toEqual([{ fromMs: 800, toMs: 59_500 }])
  expect(result).toMatchObject({ last: false, endMs: 60_400, inIdle: 0 })
  expect(result.tookMs).toBeLessThan(10_000)
  expect(result.text).toContain('later')
})
