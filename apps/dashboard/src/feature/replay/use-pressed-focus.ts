import { useEffect, useRef } from 'react'

/**
 * Tells whether the focus came by a press of the pointer, not by a key. `:focus-visible` does not: browsers let it match
 * as soon as any key goes down.
 */
export function usePressedFocus(): () => boolean {
  const isPressed = useRef(false)
  useEffect(() => {
    let wasKeyLast = true
    let focused: EventTarget | null = null
    const listeners = {
      pointerdown: () => void ([isPressed.current, wasKeyLast] = [true, false]),
      keydown: () => void (wasKeyLast = true),
      focusin({ target }: Event) {
        // A window that is come back to has its focus where it was.
        if (target !== focused) isPressed.current = !wasKeyLast
        focused = target
      },
      focusout({ target }: Event) {
        if (document.activeElement !== target) focused = null
      },
    }
    for (const [name, run] of Object.entries(listeners)) addEventListener(name, run, { capture: true })
    return () => {
      for (const [name, run] of Object.entries(listeners)) removeEventListener(name, run, { capture: true })
    }
  }, [])
  return useRef(() => isPressed.current).current
}
