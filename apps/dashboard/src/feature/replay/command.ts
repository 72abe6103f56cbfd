import type { Player } from '@playhead/player'
import { useEffect } from 'react'
import { isForField } from '../../ui/go-key.ts'
import type { StoryLine } from './sentence.ts'

export const speeds: readonly number[] = [0.5, 1, 2, 4, 8, 16]

/** What can be done to a replay, by button or key. */
export interface Commands {
  toggle(): void
  /** To a moment, which the URL then names. */
  seek(ms: number): void
  /** Names the moment that a drag ended at in the URL. */
  moved(ms: number): void
  back(): void
  forward(): void
  /** To the event before or after this moment. */
  event(step: 1 | -1): void
  faster(): void
  slower(): void
  toggleIdle(): void
  isSkippingIdle(): boolean
  copyLink(): void
  fullScreen(): void
}

const jumpMs = 5000

/** `outside`: what reaches beyond the player. */
export function createCommands(
  player: Player,
  story: () => readonly StoryLine[],
  outside: {
    copyLink(ms: number): void
    fullScreen(): void
    moved(ms: number): void
    skipIdle(on: boolean): void
    isSkippingIdle(): boolean
  },
): Commands {
  const seek = (ms: number): void => {
    const to = Math.min(Math.max(ms, 0), player.durationMs)
    outside.moved(to)
    void player.seek(to)
  }
  const setSpeed = (step: number): void => {
    const at = speeds.findIndex((speed) => speed >= player.speed)
    player.setSpeed(speeds[Math.min(Math.max(at + step, 0), speeds.length - 1)]!)
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
    back: () => seek(player.currentMs - jumpMs),
    forward: () => seek(player.currentMs + jumpMs),
    event(step) {
      const now = player.currentMs
      const line = step > 0 ? story().find(({ atMs }) => atMs > now + 1) : story().findLast(({ atMs }) => atMs < now - 1)
      if (line) seek(line.atMs)
    },
    faster: () => setSpeed(1),
    slower: () => setSpeed(-1),
    toggleIdle: () => outside.skipIdle(!outside.isSkippingIdle()),
    isSkippingIdle: outside.isSkippingIdle,
    copyLink: () => outside.copyLink(player.currentMs),
    fullScreen: outside.fullScreen,
  }
}

/** The keyboard of the replay page; `more` are keys that leave it. */
export function useReplayKeys(commands: Commands | null, more: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    if (!commands) return
    const keys: Record<string, () => void> = {
      ' ': commands.toggle,
      ArrowLeft: commands.back,
      ArrowRight: commands.forward,
      'shift ArrowLeft': () => commands.event(-1),
      'shift ArrowRight': () => commands.event(1),
      ArrowUp: commands.faster,
      ArrowDown: commands.slower,
      i: commands.toggleIdle,
      u: commands.copyLink,
      f: commands.fullScreen,
      ...more,
    }
    const onKey = (event: KeyboardEvent): void => {
      if (isForField(event)) return
      // Space and Enter on a focused button press that button.
      if (event.key === ' ' && event.target instanceof HTMLButtonElement) return
      const run = keys[event.shiftKey && event.key.startsWith('Arrow') ? `shift ${event.key}` : event.key]
      if (!run) return
      event.preventDefault()
      run()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [commands, more])
}
