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
  // The picture needs few parts of the recording, the story all.
  const [readParts, setReadParts] = useState(0)
  const [isComplete, setComplete] = useState(false)
  const [attempt, setAttempt] = useState(0)
  const firstMs = useRef(startMs)
  useEffect(() => {
    if (!loaded || !stage.current) return
    let isOver = false
    let made: Player | null = null
    setFailure(null)
    setReadParts(0)
    setComplete(false)
    const counter = countParts(loaded.source, (count) => !isOver && setReadParts(count))
    const leaving = new AbortController()
    const { frameUrl } = loaded
    createPlayer({
      container: stage.current,
      source: counter.source,
      signal: leaving.signal,
      frameUrl,
      overlay: true,
      skipIdle: true,
    }).then(
      async (created) => {
        if (isOver) return created.destroy()
        made = created
        for (const event of ['state', 'missing', 'page', 'tab'] as const) created.on(event, () => setVersion((count) => count + 1))
        created.on('state', (state) => setComplete(state.isComplete))
        setComplete(created.isComplete)
        setPlayer(created)
        await created.seek(Math.min(firstMs.current, created.durationMs))
      },
      (error: unknown) => !isOver && setFailure(error instanceof Error ? error : new Error(String(error))),
    )
    return () => {
      isOver = true
      leaving.abort()
      counter.stop()
      // A recording that is tried again goes on where it was.
      if (made) firstMs.current = made.currentMs
      made?.destroy()
      setPlayer(null)
    }
  }, [loaded, attempt])
  const parts = loaded?.source.manifest.chunks.length ?? 0
  const reading = { read: readParts, parts, isComplete: isComplete || readParts >= parts }
  return { stage, player, failure, version, reading, retry: () => setAttempt((count) => count + 1) }
}

/** The same source, telling at most five times a second how many of its parts have come. */
function countParts(source: Loaded['source'], tell: (count: number) => void): { source: Loaded['source']; stop(): void } {
  const seen = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    source: {
      ...source,
      async loadChunk(chunk, options) {
        const bytes = await source.loadChunk(chunk, options)
        seen.add(`${chunk.tab} ${chunk.seq}`)
        timer ??= setTimeout(() => {
          timer = undefined
          tell(seen.size)
        }, 200)
        return bytes
      },
    },
    stop: () => clearTimeout(timer),
  }
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
