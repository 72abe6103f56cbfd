import type { Player, PlayerEvents } from '@playhead/player'
import { expect, test } from 'vitest'
import { createClipMode } from './clip-mode.ts'

/** What a clip needs of a player, without a picture: `tick` plays on to a moment. */
function createPlayed() {
  const listeners = { time: new Set<(ms: number) => void>(), state: new Set<(state: PlayerEvents['state']) => void>() }
  const tell = (): void => listeners.time.forEach((fn) => fn(player.currentMs))
  const setPlaying = (isPlaying: boolean): void => {
    player.isPlaying = isPlaying
    listeners.state.forEach((fn) => fn({ isPlaying, speed: 1, skipIdle: true, overlay: true, isComplete: true }))
  }
  const player = {
    durationMs: 60_000.6,
    currentMs: 0,
    isPlaying: false,
    speed: 1,
    idle: [{ fromMs: 14_000, toMs: 40_000 }],
    seek: (ms: number) => {
      player.currentMs = ms
      tell()
      return Promise.resolve()
    },
    play: () => setPlaying(true),
    pause: () => setPlaying(false),
    on: ((event: 'time' | 'state', fn: never) => {
      listeners[event].add(fn)
      return () => void listeners[event].delete(fn)
    }) as Player['on'],
    tick(ms: number) {
      player.currentMs = ms
      if (ms >= player.durationMs) player.pause()
      else tell()
    },
  }
  return player
}
const link = { fromMs: 10_000, toMs: 12_000 }

test('a span that a link marks is played to its end once', () => {
  const player = createPlayed()
  const mode = createClipMode(player)
  mode.mark(link)
  void player.seek(11_900)
  player.play()
  player.tick(12_016)
  expect([player.isPlaying, player.currentMs]).toEqual([false, 12_000])
  player.play()
  player.tick(12_016)
  expect([player.isPlaying, player.currentMs]).toEqual([true, 12_016])
})

test('idle time that reaches beyond the end is jumped to the end only; whoever seeks past it is let go', () => {
  const player = createPlayed()
  const mode = createClipMode(player)
  mode.mark({ fromMs: 10_000, toMs: 20_000 })
  void player.seek(13_990)
  player.play()
  player.tick(40_000)
  expect([player.isPlaying, player.currentMs]).toEqual([false, 20_000])
  void player.seek(11_000)
  player.play()
  void player.seek(50_000)
  expect([player.isPlaying, player.currentMs]).toEqual([true, 50_000])
})

test('open, playing goes round in it from wherever it is, also at the end of the session', () => {
  const player = createPlayed()
  const mode = createClipMode(player)
  void player.seek(59_000)
  mode.open()
  expect(mode.state).toEqual({ span: { fromMs: 40_000, toMs: 60_000 }, isOpen: true })
  player.play()
  player.tick(60_000.6)
  expect([player.isPlaying, player.currentMs]).toEqual([true, 40_000])
  mode.move('toMs', 45_000)
  expect([player.isPlaying, player.currentMs]).toEqual([false, 45_000])
  player.play()
  player.tick(45_016)
  expect(player.currentMs).toBe(40_000)
  void player.seek(5_000)
  expect(player.currentMs).toBe(40_000)
})

test('closed or let go of, it does nothing to the player', () => {
  const player = createPlayed()
  const mode = createClipMode(player)
  mode.mark(link)
  mode.close()
  player.play()
  player.tick(12_016)
  mode.mark({ fromMs: 12_500, toMs: 13_000 })
  mode.stop()
  player.tick(13_016)
  expect([player.isPlaying, player.currentMs, mode.state.isOpen]).toEqual([true, 13_016, false])
})
