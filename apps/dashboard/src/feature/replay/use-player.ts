import { createPlayer, type Player, type PlayerOptions } from '@playhead/player'
import { useEffect, useRef, useState } from 'react'

export interface Loaded {
  readonly source: NonNullable<PlayerOptions['source']>
  readonly frameUrl: string
}

/** One player in one element, for as long as both are there. `version` grows when the player's facts do. */
export function usePlayer(loaded: Loaded | undefined, startMs: number) {
  const stage = useRef<HTMLDivElement>(null)
  const [player, setPlayer] = useState<Player | null>(null)
  const [failure, setFailure] = useState<Error | null>(null)
  const [version, setVersion] = useState(0)
  const firstMs = useRef(startMs)
  useEffect(() => {
    if (!loaded || !stage.current) return
    let isOver = false
    let made: Player | null = null
    setFailure(null)
    createPlayer({ container: stage.current, source: loaded.source, frameUrl: loaded.frameUrl, overlay: true, skipIdle: true }).then(
      async (created) => {
        if (isOver) return created.destroy()
        made = created
        for (const event of ['state', 'missing', 'page', 'tab'] as const) created.on(event, () => setVersion((count) => count + 1))
        setPlayer(created)
        await created.seek(Math.min(firstMs.current, created.durationMs))
      },
      (error: unknown) => setFailure(error instanceof Error ? error : new Error(String(error))),
    )
    return () => {
      isOver = true
      made?.destroy()
      setPlayer(null)
    }
  }, [loaded])
  return { stage, player, failure, version }
}

/** Calls back with every painted moment; the caller moves DOM nodes, so that playing renders nothing. */
export function useTime(player: Player | null, onTime: (ms: number) => void): void {
  const latest = useRef(onTime)
  latest.current = onTime
  useEffect(() => {
    if (!player) return
    latest.current(player.currentMs)
    return player.on('time', (ms) => latest.current(ms))
  }, [player])
}
