import type { Player } from '@playhead/player'
import { type Match, stepMatch } from './match.ts'
import type { StoryLine } from './sentence.ts'

export const speeds: readonly number[] = [0.5, 1, 2, 4, 8, 16]

/** What can be done to a replay, by button or key. */
export interface Commands {
  toggle(): void
  /** To a moment, which the URL then names. */
  seek(ms: number): void
  /** Names the moment that a drag ended at in the URL. */
  moved(ms: number): void
  /** To the end of what has come of a session that goes on, and on with it. */
  live(): void
  back(): void
  forward(): void
  /** One picture on or back, and stands still there. */
  frame(step: 1 | -1): void
  /** To the event before or after this moment. */
  event(step: 1 | -1): void
  /** To a little before the match before or after this moment, or to the one that comes at once; beyond the last, to another session. */
  match(step: 1 | -1): void
  setSpeed(speed: number): void
  faster(): void
  slower(): void
  toggleIdle(): void
  copyLink(): void
}

const jumpMs = 5000
const frameMs = 40

/** `outside`: what reaches beyond the player, and what is known of the session by now. */
export function createCommands(
  player: Player,
  outside: {
    events(): readonly StoryLine[]
    matches(): readonly Match[]
    copyLink(ms: number): void
    moved(ms: number): void
    /** A step went to this match; null: this session has none that way. */
    stepped(match: Match | null, by: 1 | -1): void
    skipIdle: { isOn(): boolean; set(on: boolean): void }
  },
): Commands {
  const seek = (ms: number): void => {
    const to = Math.min(Math.max(ms, 0), player.durationMs)
    outside.moved(to)
    void player.seek(to)
  }
  const stepSpeed = (step: number): void => {
    const at = speeds.findIndex((speed) => speed >= player.speed)
    player.setSpeed(speeds[Math.min(Math.max(at + step, 0), speeds.length - 1)]!)
  }
  const step = (moments: readonly { readonly atMs: number }[], by: 1 | -1): void => {
    const now = player.currentMs
    const next = by > 0 ? moments.find(({ atMs }) => atMs > now + 1) : moments.findLast(({ atMs }) => atMs < now - 1)
    if (next) seek(next.atMs)
  }
  return {
    seek,
    moved: outside.moved,
    toggle() {
      if (player.isPlaying) {
        player.pause()
        outside.moved(player.currentMs)
      } else player.play()
    },
    live() {
      seek(player.durationMs)
      player.play()
    },
    back: () => seek(player.currentMs - jumpMs),
    forward: () => seek(player.currentMs + jumpMs),
    frame(by) {
      player.pause()
      seek(player.currentMs + by * frameMs)
    },
    event: (by) => step(outside.events(), by),
    match(by) {
      const next = stepMatch(outside.matches(), player.currentMs, by)
      if (next) seek(next.toMs)
      outside.stepped(next?.match ?? null, by)
    },
    setSpeed: player.setSpeed,
    faster: () => stepSpeed(1),
    slower: () => stepSpeed(-1),
    toggleIdle: () => outside.skipIdle.set(!outside.skipIdle.isOn()),
    copyLink: () => outside.copyLink(player.currentMs),
  }
}
