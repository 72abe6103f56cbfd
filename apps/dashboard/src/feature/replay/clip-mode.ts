import type { Player } from '@playhead/player'
import { type ClipEdge, type ClipSpan, moveEdge, shortened, spanAround } from './clip-span.ts'

/** The marked span, and whether its ends can be moved. A span that a link brought is marked but not open. */
export interface ClipState {
  readonly span: ClipSpan | null
  readonly isOpen: boolean
}
/**
 * The span of a session that is marked. While it is open playing goes round in it; one that only a link marked
 * is played to its end once.
 */
export interface ClipMode {
  readonly state: ClipState
  /** Returns what ends the listening. */
  onChange(fn: () => void): () => void
  /** The span that a link names. */
  mark(span: ClipSpan): void
  /** Its ends can be moved from now on; without a span, the usual one around this moment. */
  open(): void
  /** Nothing is marked any more. */
  close(): void
  /** Moves one end, and shows the moment there. */
  move(edge: ClipEdge, ms: number): void
  /** Lets go of the player. */
  stop(): void
}
type Played = Pick<Player, 'durationMs' | 'currentMs' | 'isPlaying' | 'speed' | 'idle' | 'seek' | 'play' | 'pause' | 'on'>

export function createClipMode(player: Played): ClipMode {
  const listeners = new Set<() => void>()
  let state: ClipState = { span: null, isOpen: false }
  let lastMs = player.currentMs
  let wasPlaying = player.isPlaying
  /** Whole, and never beyond what can be played to. */
  const durationMs = (): number => Math.floor(player.durationMs)
  function set(next: ClipState): void {
    state = next
    for (const fn of listeners) fn()
  }
  /** Played there, not sent there by the person: time passed, or idle time was jumped over. */
  const isPlayedTo = (ms: number): boolean => ms - lastMs < 1_000 * player.speed || player.idle.some(({ toMs }) => toMs === ms)

  const offTime = player.on('time', (ms) => {
    const { span, isOpen } = state
    const hasPassed = span !== null && lastMs < span.toMs && ms >= span.toMs && isPlayedTo(ms)
    lastMs = ms
    if (!span || !player.isPlaying) return
    if (isOpen && (ms >= span.toMs || ms < span.fromMs)) void player.seek(span.fromMs)
    if (isOpen || !hasPassed) return
    player.pause()
    void player.seek(span.toMs)
  })
  // At the end of the session the player stops by itself.
  const offState = player.on('state', ({ isPlaying }) => {
    const hasEnded = wasPlaying && !isPlaying && player.currentMs >= player.durationMs
    wasPlaying = isPlaying
    const { span, isOpen } = state
    if (!hasEnded || !isOpen || !span || span.toMs < durationMs()) return
    void player.seek(span.fromMs)
    player.play()
  })
  return {
    get state() {
      return state
    },
    onChange(fn) {
      listeners.add(fn)
      return () => void listeners.delete(fn)
    },
    mark({ fromMs, toMs }) {
      const span = { fromMs, toMs: Math.min(toMs, durationMs()) }
      if (span.toMs > fromMs) set({ span, isOpen: false })
    },
    open: () => set({ span: state.span ? shortened(state.span) : spanAround(player.currentMs, durationMs()), isOpen: true }),
    close: () => set({ span: null, isOpen: false }),
    move(edge, ms) {
      if (!state.span) return
      const span = moveEdge(state.span, edge, ms, durationMs())
      set({ span, isOpen: true })
      player.pause()
      void player.seek(span[edge])
    },
    stop() {
      offTime()
      offState()
      listeners.clear()
    },
  }
}
