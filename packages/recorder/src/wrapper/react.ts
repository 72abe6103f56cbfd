import { useEffect, useRef, useState } from 'react'
import { init, type Playhead } from '../init.ts'
import type { InitOptions } from '../option.ts'

/**
 * Records for as long as the component that calls it is there. Null before that, and on a server.
 *
 * @param options those of the first call: later ones change nothing
 */
export function usePlayhead(options: InitOptions): Playhead | null {
  const made = useRef<Playhead | null>(null)
  const [playhead, tell] = useState<Playhead | null>(null)
  useEffect(() => {
    // Strict mode mounts twice: the second time the same one goes on.
    if (made.current) made.current.start()
    else made.current = init(options)
    tell(made.current)
    return made.current.stop
  }, [])
  return playhead
}
