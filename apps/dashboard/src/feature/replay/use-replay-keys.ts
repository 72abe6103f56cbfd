import { useEffect } from 'react'
import { isForField } from '../../ui/go-key.ts'
import type { Commands } from './command.ts'

/** The keyboard of the replay page; `more` are keys for what lies around the player. */
export function useReplayKeys(commands: Commands | null, more: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    const keys: Readonly<Record<string, () => void>> = { ...(commands && keysOf(commands)), ...more }
    const onKey = (event: KeyboardEvent): void => {
      if (isForField(event) || isInDialog(event.target)) return
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

/** Escape, before anything else of the page takes it; menus and dialogs keep theirs. */
export function useEscape(run: (() => void) | null): void {
  useEffect(() => {
    if (!run) return
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || isForField(event) || isInDialog(event.target)) return
      event.preventDefault()
      run()
    }
    addEventListener('keydown', onKey, { capture: true })
    return () => removeEventListener('keydown', onKey, { capture: true })
  }, [run])
}

const keysOf = (commands: Commands): Record<string, () => void> => ({
  ' ': commands.toggle,
  ArrowLeft: commands.back,
  ArrowRight: commands.forward,
  'shift ArrowLeft': () => commands.event(-1),
  'shift ArrowRight': () => commands.event(1),
  ',': () => commands.frame(-1),
  '.': () => commands.frame(1),
  '[': () => commands.match(-1),
  ']': () => commands.match(1),
  ArrowUp: commands.faster,
  ArrowDown: commands.slower,
  i: commands.toggleIdle,
  u: commands.copyLink,
})

/** Menus, tabs and dialogs have arrow keys of their own. */
const isInDialog = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role="dialog"], [role="menu"], [role="tablist"]') !== null
