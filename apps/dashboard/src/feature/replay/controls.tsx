import { ActionIcon, Menu, Text, Tooltip, UnstyledButton } from '@mantine/core'
import type { Player } from '@playhead/player'
import {
  IconCamera,
  IconFlame,
  IconKeyboard,
  IconLayoutBottombar,
  IconLink,
  IconMaximize,
  IconMinimize,
  IconNote,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
  IconPlayerTrackNext,
  IconRewindBackward5,
  IconRewindForward5,
  IconScissors,
} from '@tabler/icons-react'
import { type ReactNode, useRef } from 'react'
import { formatClock } from '../../ui/time.ts'
import { type Commands, speeds } from './command.ts'
import classes from './controls.module.css'
import { leadInMs, type Match } from './match.ts'
import { useTime } from './use-player.ts'

/** What lies around the player, and whether it is on. */
export interface Surroundings {
  readonly isSkippingIdle: boolean
  readonly isDockOpen: boolean
  readonly isFull: boolean
  toggleDock(): void
  toggleFull(): void
  readonly isClipping: boolean
  addNote(): void
  toggleClip(): void
  still(): void
  heatmap(): void
  help(): void
}

/** What a person presses; every button names its key. */
export function Controls({
  player,
  commands,
  matches,
  around,
}: {
  player: Player
  commands: Commands
  matches: readonly Match[]
  around: Surroundings
}) {
  const { isPlaying } = player
  return (
    <div className={classes['controls']} role="toolbar" aria-label="Replay">
      <div className={classes['group']}>
        <Tooltip label={isPlaying ? 'Pause (space)' : 'Play (space)'}>
          <ActionIcon
            className={classes['press']}
            radius="xl"
            color="ember"
            aria-label={isPlaying ? 'Pause' : 'Play'}
            onClick={commands.toggle}
          >
            {isPlaying ? <IconPlayerPauseFilled size={18} /> : <IconPlayerPlayFilled size={18} />}
          </ActionIcon>
        </Tooltip>
        <Press label="5 s back" keys="←" icon={<IconRewindBackward5 size={19} />} run={commands.back} />
        <Press label="5 s on" keys="→" icon={<IconRewindForward5 size={19} />} run={commands.forward} />
        <Clock player={player} />
        <Speed player={player} commands={commands} />
        <Press
          label="Skip idle time"
          keys="i"
          icon={<IconPlayerTrackNext size={18} />}
          run={commands.toggleIdle}
          isOn={around.isSkippingIdle}
        />
      </div>
      {matches.length > 0 && <MatchSteps player={player} commands={commands} matches={matches} />}
      <div className={classes['group']}>
        <Press label="Note at this moment" keys="c" icon={<IconNote size={18} />} run={around.addNote} />
        <Press label="Clip" keys="x" icon={<IconScissors size={18} />} run={around.toggleClip} isOn={around.isClipping} />
        <Press label="Still image of this moment" keys="s" icon={<IconCamera size={18} />} run={around.still} />
        <Press label="Copy link to this moment" keys="u" icon={<IconLink size={18} />} run={commands.copyLink} />
        <Press label="Heatmap of this page" keys="m" icon={<IconFlame size={18} />} run={around.heatmap} />
        <Press label="Dock" keys="d" icon={<IconLayoutBottombar size={18} />} run={around.toggleDock} isOn={around.isDockOpen} />
        <Press
          label={around.isFull ? 'Leave full screen' : 'Full screen'}
          keys="f"
          icon={around.isFull ? <IconMinimize size={18} /> : <IconMaximize size={18} />}
          run={around.toggleFull}
          isOn={around.isFull}
        />
        <Press label="Keys" keys="?" icon={<IconKeyboard size={18} />} run={around.help} />
      </div>
      <Position player={player} />
    </div>
  )
}

function Press({ label, keys, icon, run, isOn }: { label: string; keys: string; icon: ReactNode; run: () => void; isOn?: boolean }) {
  return (
    <Tooltip label={`${label} (${keys})`}>
      <ActionIcon
        className={classes['press']}
        variant={isOn ? 'light' : 'subtle'}
        aria-label={label}
        {...(isOn === undefined ? {} : { 'aria-pressed': isOn })}
        onClick={run}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  )
}

/** How far the session is, where the timeline is out of sight. */
function Position({ player }: { player: Player }) {
  const line = useRef<HTMLDivElement>(null)
  useTime(player, (ms) => line.current?.style.setProperty('--at', String(ms / Math.max(player.durationMs, 1))))
  return <div ref={line} className={classes['position']} aria-hidden />
}

function Clock({ player }: { player: Player }) {
  const clock = useRef<HTMLSpanElement>(null)
  useTime(player, (ms) => {
    if (clock.current) clock.current.textContent = formatClock(ms)
  })
  return (
    <Text fz="sm" className={`number ${classes['clock']!}`} component="div">
      <span ref={clock} data-testid="clock">
        0:00
      </span>
      <Text span c="dimmed" fz="sm">
        {' '}
        / {formatClock(player.durationMs)}
      </Text>
    </Text>
  )
}

function Speed({ player, commands }: { player: Player; commands: Commands }) {
  return (
    <Menu position="top">
      <Menu.Target>
        <Tooltip label="Speed (↑ ↓)">
          <UnstyledButton className={`number ${classes['speed']!}`} aria-label={`Speed ${player.speed}`}>
            {player.speed}×
          </UnstyledButton>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {speeds.map((speed) => (
          <Menu.Item
            key={speed}
            className={classes['choice']}
            fw={speed === player.speed ? 700 : 400}
            onClick={() => commands.setSpeed(speed)}
          >
            {speed}×
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** From match to match, and which of them was last. */
function MatchSteps({ player, commands, matches }: { player: Player; commands: Commands; matches: readonly Match[] }) {
  const count = useRef<HTMLSpanElement>(null)
  useTime(player, (ms) => {
    const at = matches.findLastIndex(({ atMs }) => atMs <= ms + leadInMs + 1) + 1
    const aheadMs = at ? matches[at - 1]!.atMs - ms : 0
    if (count.current) count.current.textContent = `${at} of ${matches.length}${aheadMs > 1 ? `, in ${Math.ceil(aheadMs / 1000)} s` : ''}`
  })
  return (
    <div className={classes['group']}>
      <Press label="Match before" keys="[" icon={<IconPlayerSkipBack size={18} />} run={() => commands.match(-1)} />
      <Text fz="xs" c="dimmed" component="div" className="number" title={matches[0]!.says}>
        Match <span ref={count} />
      </Text>
      <Press label="Next match" keys="]" icon={<IconPlayerSkipForward size={18} />} run={() => commands.match(1)} />
    </div>
  )
}
