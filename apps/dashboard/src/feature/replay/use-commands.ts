import type { Player } from '@playhead/player'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useRef, useState } from 'react'
import { type Commands, createCommands } from './command.ts'
import type { Match } from './match.ts'
import type { StoryLine } from './sentence.ts'
import { copyLink } from './share.ts'

/** The commands of one player. They stay the same while it plays; what they need of the session is read when they run. */
export function useCommands(
  player: Player | null,
  story: readonly StoryLine[],
  matches: readonly Match[],
): { commands: Commands | null; isSkippingIdle: boolean } {
  const navigate = useNavigate()
  const [isSkippingIdle, setSkippingIdle] = useState(true)
  const latest = useRef({ story, matches, isSkippingIdle })
  latest.current = { story, matches, isSkippingIdle }
  const commands = useMemo(() => {
    if (!player) return null
    // While a link's span is marked, the URL goes on to name that.
    const keep = (ms: number): void =>
      void navigate({ to: '.', search: (old) => (old.to === undefined ? { ...old, t: Math.round(ms) } : old), replace: true })
    return createCommands(player, {
      story: () => latest.current.story,
      matches: () => latest.current.matches,
      moved: keep,
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
  return { commands, isSkippingIdle }
}
