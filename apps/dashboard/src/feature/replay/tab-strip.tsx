import { Group, Text } from '@mantine/core'
import type { Player } from '@playhead/player'
import { useEffect, useState } from 'react'
import classes from './replay.module.css'

/** The visitor's browser tabs; the replay follows the one that was looked at. */
export function TabStrip({ player }: { player: Player }) {
  const [tab, setTab] = useState(player.tabs[0])
  useEffect(() => player.on('tab', setTab), [player])
  if (player.tabs.length < 2) return null
  return (
    <Group gap={4}>
      {player.tabs.map((id, index) => (
        <Text key={id} fz="xs" className={classes['tab']} data-shown={id === tab || undefined}>
          Tab {index + 1}
        </Text>
      ))}
    </Group>
  )
}
