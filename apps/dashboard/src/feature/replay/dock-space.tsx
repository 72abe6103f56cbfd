import { ActionIcon } from '@mantine/core'
import { useLocalStorage, useMediaQuery } from '@mantine/hooks'
import type { Player } from '@playhead/player'
import { IconX } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import classes from './replay.module.css'
import { useTime } from './use-player.ts'

/** How often what stands in the dock follows while the replay plays. */
const stepMs = 100

/** Room for developers' tools under the replay. They follow on their own: the screen around them is not rendered for it. */
export function DockSpace({ player, close, children }: { player: Player; close: () => void; children: (atMs: number) => ReactNode }) {
  const [atMs, setAtMs] = useState(player.currentMs)
  useTime(player, (ms) => setAtMs(player.isPlaying ? Math.floor(ms / stepMs) * stepMs : ms))
  const room = useRef<HTMLElement>(null)
  // A screen that was scrolled to reach the button shows the dock, and the replay above it.
  useEffect(() => {
    room.current?.scrollIntoView({ block: 'end' })
  }, [])
  return (
    <section ref={room} className={`sheet ${classes['dock']!}`} aria-label="Dock">
      {children(atMs)}
      <ActionIcon className={classes['closeDock']} variant="subtle" aria-label="Close the dock" onClick={close}>
        <IconX size={18} />
      </ActionIcon>
    </section>
  )
}

/** Whether the dock is open: beside a large picture it is kept open, on a phone it takes half of it and is asked for each time. */
export function useDock(): [isOpen: boolean, setOpen: (isOpen: boolean) => void] {
  const isNarrow = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false })
  const [isKept, keep] = useLocalStorage({ key: 'playhead-dock', defaultValue: false })
  const [isOpen, setOpen] = useState(false)
  return isNarrow ? [isOpen, setOpen] : [isKept, keep]
}
