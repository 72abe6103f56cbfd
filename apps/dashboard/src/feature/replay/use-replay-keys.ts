import { useEffect, useRef } from 'react'
import { isForField } from '../../ui/go-key.ts'
import type { Commands } from './command.ts'
import { usePressedFocus } from './use-pressed-focus.ts'

/** The keyboard of the replay page; `more` are keys for what lies around the player. */
export function useReplayKeys(commands: Commands | null, more: Readonly<Record<string, () => void>>): void {
  const isPressed = usePressedFocus()
  const isSpaceTaken = useRef(false)
  useEffect(() => {
    const keys: Readonly<Record<string, () => void>> = { ...(commands && keysOf(commands)), ...more }
    const onKey = (event: KeyboardEvent): void => {
      isSpaceTaken.current = false
      if (isForField(event) || isOfControl(event, isPressed())) return
      const run = keys[event.shiftKey && event.key.startsWith('Arrow') ? `shift ${event.key}` : event.key]
      if (!run) return
      event.preventDefault()
      isSpaceTaken.current = event.key === ' '
      run()
    }
    // Some browsers press a button only when the key comes up again.
    const onKeyUp = (event: KeyboardEvent): void => {
      if (event.key === ' ' && isSpaceTaken.current) event.preventDefault()
    }
    addEventListener('keydown', onKey)
    addEventListener('keyup', onKeyUp)
    return () => {
      removeEventListener('keydown', onKey)
      removeEventListener('keyup', onKeyUp)
    }
  }, [commands, more, isPressed])
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

/** What is open over the page has all keys while it is focused. */
const isInDialog = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role="dialog"], [role="menu"]') !== null

/**
 * A focused control has the keys that it uses itself, and no others: letters go to the replay after a press on a tab.
 * @param isPressed the pointer has pressed it: whoever then presses Space means the replay, not the same press again
 */
function isOfControl({ key, target }: KeyboardEvent, isPressed: boolean): boolean {
  if (!(target instanceof Element)) return false
  if (isInDialog(target)) return true
  const isTab = target.matches('[role="tab"]')
  if (/^(?:Arrow|Home|End)/.test(key)) return isTab || target.matches('input[type="radio"]')
  if (key !== ' ' || isPressed) return false
  // The tab that is open already has nothing to do at Space.
  if (isTab) return target.getAttribute('aria-selected') !== 'true'
  return target.matches('button, summary, input')
}
