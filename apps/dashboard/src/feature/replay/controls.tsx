import { ActionIcon, Group, Menu, Text, Tooltip, UnstyledButton } from '@mantine/core'
import type { Player } from '@playhead/player'
import {
  IconLink,
  IconMaximize,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerTrackNext,
  IconRewindBackward5,
  IconRewindForward5,
} from '@tabler/icons-react'
import { useRef } from 'react'
import { formatClock } from '../../ui/time.ts'
import { type Commands, speeds } from './command.ts'
import { useTime } from './use-player.ts'

/** What a person presses; every button names its key. */
export function Controls({ player, commands }: { player: Player; commands: Commands }) {
  const clock = useRef<HTMLSpanElement>(null)
  useTime(player, (ms) => {
    if (clock.current) clock.current.textContent = formatClock(ms)
  })
  const button = (label: string, key: string, icon: React.ReactNode, run: () => void, isOn?: boolean) => (
    <Tooltip label={`${label} (${key})`}>
      <ActionIcon variant={isOn ? 'light' : 'subtle'} size="lg" aria-label={label} aria-pressed={isOn} onClick={run}>
        {icon}
      </ActionIcon>
    </Tooltip>
  )
  return (
    <Group justify="space-between" gap={4} wrap="wrap">
      <Group gap={4} wrap="nowrap">
        <Tooltip label={player.isPlaying ? 'Pause (space)' : 'Play (space)'}>
          <ActionIcon size="lg" radius="xl" color="ember" aria-label={player.isPlaying ? 'Pause' : 'Play'} onClick={commands.toggle}>
            {player.isPlaying ? <IconPlayerPauseFilled size={18} /> : <IconPlayerPlayFilled size={18} />}
          </ActionIcon>
        </Tooltip>
        {button('5 s back', '←', <IconRewindBackward5 size={18} />, commands.back)}
        {button('5 s on', '→', <IconRewindForward5 size={18} />, commands.forward)}
        <Text fz="sm" className="number" miw={96}>
          <span ref={clock}>0:00</span>
          <Text span c="dimmed" fz="sm">
            {' '}
            / {formatClock(player.durationMs)}
          </Text>
        </Text>
      </Group>
      <Group gap={4} wrap="nowrap">
        <Menu position="top">
          <Menu.Target>
            <Tooltip label="Speed (↑ ↓)">
              <UnstyledButton px={8} fz="sm" fw={600} className="number" aria-label={`Speed ${player.speed}`}>
                {player.speed}×
              </UnstyledButton>
            </Tooltip>
          </Menu.Target>
          <Menu.Dropdown>
            {speeds.map((speed) => (
              <Menu.Item key={speed} fw={speed === player.speed ? 700 : 400} onClick={() => player.setSpeed(speed)}>
                {speed}×
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        {button('Skip idle time', 'i', <IconPlayerTrackNext size={18} />, commands.toggleIdle, commands.isSkippingIdle())}
        {button('Copy link to this moment', 'u', <IconLink size={18} />, commands.copyLink)}
        {button('Full screen', 'f', <IconMaximize size={18} />, commands.fullScreen)}
      </Group>
    </Group>
  )
}
