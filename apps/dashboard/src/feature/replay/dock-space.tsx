import type { Player } from '@playhead/player'
import { type ReactNode, useState } from 'react'
import classes from './replay.module.css'
import { useTime } from './use-player.ts'

/** How often what stands in the dock follows while the replay plays. */
const stepMs = 100

/** Room for developers' tools under the replay. They follow on their own: the screen around them is not rendered for it. */
export function DockSpace({ player, children }: { player: Player; children: (atMs: number) => ReactNode }) {
  const [atMs, setAtMs] = useState(player.currentMs)
  useTime(player, (ms) => setAtMs(player.isPlaying ? Math.floor(ms / stepMs) * stepMs : ms))
  return (
    <section className={`sheet ${classes['dock']!}`} aria-label="Dock">
      {children(atMs)}
    </section>
  )
}
