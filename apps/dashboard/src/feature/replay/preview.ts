import { createPlayer, type Player } from '@playhead/player'
import type { Loaded } from './use-player.ts'

/** A small second player that shows the moment under the pointer. */
export interface Preview {
  /** The latest moment asked for is shown; those between may be left out. */
  show(ms: number): void
  /** Nobody looks at it: it ends when that stays so. */
  leave(): void
  destroy(): void
}

/** Seeks are at least this far apart: the picture is small, and the player beside it comes first. */
const restMs = 80
/** A pointer that comes back within this time finds the picture still there. */
const keepMs = 15_000

/** Costs nothing before the first `show`. @param onShown with every moment that was painted */
export function createPreview(container: HTMLElement, loaded: Loaded, onShown: () => void): Preview {
  let player: Promise<Player | null> | null = null
  let wantedMs: number | null = null
  let isBusy = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function drain(): Promise<void> {
    if (isBusy) return
    isBusy = true
    const { source, frameUrl } = withoutSurvey(loaded)
    // What cannot be opened small is told by the large one.
    player ??= createPlayer({ container, source, frameUrl, overlay: false }).catch(() => null)
    const own = player
    const opened = await own
    while (wantedMs !== null && opened && own === player) {
      const ms = wantedMs
      wantedMs = null
      await opened.seek(ms).catch(() => undefined)
      if (own === player) onShown()
      await new Promise((resolve) => setTimeout(resolve, restMs))
    }
    isBusy = false
    // A moment may have been asked for while an ended player was on its way out.
    if (wantedMs !== null && own !== player) void drain()
  }
  function end(): void {
    clearTimeout(timer)
    wantedMs = null
    const ended = player
    player = null
    void ended?.then((opened) => opened?.destroy())
  }
  return {
    show(ms) {
      clearTimeout(timer)
      wantedMs = ms
      void drain()
    },
    leave() {
      wantedMs = null
      clearTimeout(timer)
      timer = setTimeout(end, keepMs)
    },
    destroy: end,
  }
}

/** A player that finds no checkpoints makes its own, over the whole recording: once is enough, and the large one does. */
const withoutSurvey = ({ source, frameUrl }: Loaded): Loaded => ({
  frameUrl,
  source: { ...source, manifest: { ...source.manifest, checkpoints: source.manifest.checkpoints ?? [] } },
})
