import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'

const places = { s: '/p/$project/sessions', h: '/p/$project/heatmaps', i: '/p/$project/install', t: '/p/$project/settings' } as const

/** Whether a key press is meant for something that takes text, or for the browser. */
export const isForField = (event: KeyboardEvent): boolean =>
  event.ctrlKey || event.metaKey || event.altKey || (event.target instanceof HTMLElement && takesText(event.target))

/** A select finds its options by their letters; boxes and buttons that are inputs take none. */
const takesText = (target: HTMLElement): boolean =>
  target.isContentEditable ||
  target.matches('textarea, select, input:not([type="radio"], [type="checkbox"], [type="button"], [type="submit"], [type="range"])')

/** `g` and then a letter goes to a screen; `?` shows the shortcuts. */
export function useGoKeys(project: string, showHelp: () => void): void {
  const navigate = useNavigate()
  useEffect(() => {
    let wentAtMs = -Infinity
    const onKey = (event: KeyboardEvent): void => {
      if (isForField(event)) return
      if (event.key === '?') showHelp()
      else if (event.key === 'g') wentAtMs = event.timeStamp
      else if (event.timeStamp - wentAtMs < 1_000 && event.key in places) {
        wentAtMs = -Infinity
        event.stopImmediatePropagation()
        void navigate({ to: places[event.key as keyof typeof places], params: { project } })
      }
    }
    addEventListener('keydown', onKey, { capture: true })
    return () => removeEventListener('keydown', onKey, { capture: true })
  }, [navigate, project, showHelp])
}
