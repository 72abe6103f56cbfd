import { useCallback, useEffect, useState } from 'react'

/**
 * Full screen for the whole document, so that menus and messages stay in sight; the layout leaves out the rest.
 * Where a browser has no full screen (phones), the layout alone makes the most of the window.
 */
export function useFullScreen(): { isFull: boolean; toggle: () => void } {
  const [isFull, setFull] = useState(false)
  useEffect(() => {
    if (!isFull) return
    const onChange = (): void => {
      if (!document.fullscreenElement) setFull(false)
    }
    // With full screen the browser takes Escape itself.
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.fullscreenElement) setFull(false)
    }
    document.addEventListener('fullscreenchange', onChange)
    addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('fullscreenchange', onChange)
      removeEventListener('keydown', onKey)
      if (document.fullscreenElement) void document.exitFullscreen()
    }
  }, [isFull])
  const toggle = useCallback(() => {
    setFull((was) => !was)
    if (!document.fullscreenElement) document.documentElement.requestFullscreen?.().catch(() => undefined)
  }, [])
  return { isFull, toggle }
}
