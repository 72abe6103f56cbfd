import type { Player } from '@playhead/player'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useRef, useState } from 'react'
import { type Commands, createCommands } from './command.ts'
import type { Match } from './match.ts'
import type { StoryLine } from './sentence.ts'
import { copyLink } from './share.ts'

/** The match that was gone to last; `count` tells one step to it from the next. */
export interface Stepped {
  readonly atMs: number
  readonly count: number
}

/** The commands of one player. They stay the same while it plays; what they need of the session is read when they run. */
export function useCommands(
  player: Player | null,
  events: readonly StoryLine[],
  matches: readonly Match[],
  /** Beyond the last match of this session, or before its first. */
  leave: (by: 1 | -1) => void,
): { commands: Commands | null; isSkippingIdle: boolean; steppedTo: Stepped | null } {
  const navigate = useNavigate()
  const [isSkippingIdle, setSkippingIdle] = useState(true)
  const [steppedTo, setSteppedTo] = useState<Stepped | null>(null)
  const latest = useRef({ events, matches, isSkippingIdle, leave })
  latest.current = { events, matches, isSkippingIdle, leave }
  const commands = useMemo(() => {
    if (!player) return null
    // While a link's span is marked, the URL goes on to name that.
    const keep = (ms: number): void =>
      void navigate({ to: '.', search: (old) => (old.to === undefined ? { ...old, t: Math.round(ms) } : old), replace: true })
    return createCommands(player, {
      events: () => latest.current.events,
      matches: () => latest.current.matches,
      moved: keep,
      stepped(match, by) {
        if (match) setSteppedTo((before) => ({ atMs: match.atMs, count: (before?.count ?? 0) + 1 }))
        else latest.current.leave(by)
      },
      copyLink(ms) {
        keep(ms)
        const link = new URL(location.href)
        link.searchParams.set('t', String(Math.round(ms)))
        link.searchParams.delete('to')
        void copyLink(link.href, 'Link to this moment copied')
      },
      skipIdle: {
        isOn: () => latest.current.isSkippingIdle,
        set(on) {
          setSkippingIdle(on)
          player.setSkipIdle(on)
        },
      },
    })
  }, [player, navigate])
  return { commands, isSkippingIdle, steppedTo }
}
