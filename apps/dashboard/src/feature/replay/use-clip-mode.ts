import type { Player } from '@playhead/player'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { type ClipMode, type ClipState, createClipMode } from './clip-mode.ts'
import { useEscape } from './use-replay-keys.ts'

const nothing: ClipState = { span: null, isOpen: false }

/** The marked span as it changes. */
export const useClipState = (mode: ClipMode | null): ClipState => useClipFact(mode, (state) => state)

/** Renders only when what is asked of the state is another: dragging an end renders what shows it, not the page. */
const useClipFact = <T>(mode: ClipMode | null, read: (state: ClipState) => T): T =>
  useSyncExternalStore(
    useCallback((fn) => mode?.onChange(fn) ?? (() => undefined), [mode]),
    () => read(mode?.state ?? nothing),
  )

/** The span of this replay: what the URL names with `t` and `to`, or what the person marks. Escape takes it away. */
export function useClipMode(player: Player | null, { t, to }: { t: number | undefined; to: number | undefined }) {
  const [mode, setMode] = useState<ClipMode | null>(null)
  const navigate = useNavigate()
  useEffect(() => {
    if (!player) return
    const made = createClipMode(player)
    setMode(made)
    return () => {
      made.stop()
      setMode(null)
    }
  }, [player])
  useEffect(() => {
    if (t !== undefined && to !== undefined) mode?.mark({ fromMs: t, toMs: to })
  }, [mode, t, to])
  const isOpen = useClipFact(mode, (state) => state.isOpen)
  const isMarked = useClipFact(mode, (state) => state.span !== null)
  const close = useCallback(() => {
    mode?.close()
    const atMs = Math.round(player?.currentMs ?? 0)
    // The URL names a moment again.
    void navigate({ to: '.', search: (old) => (old.to === undefined ? old : { ...old, t: atMs, to: undefined }), replace: true })
  }, [mode, player, navigate])
  useEscape(isMarked ? close : null)
  const toggle = useCallback(() => (mode?.state.isOpen ? close() : mode?.open()), [mode, close])
  return useMemo(() => ({ mode, isOpen, close, toggle }), [mode, isOpen, close, toggle])
}
