import { Box, Button, CloseButton, Group, Text, TextInput, UnstyledButton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { Player } from '@playhead/player'
import { IconArrowDown, IconSearch } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useEffect, useMemo, useRef, useState } from 'react'
import { formatClock } from '../../ui/time.ts'
import { sentenceOf, type StoryKind, type StoryLine } from './sentence.ts'
import classes from './story.module.css'
import { Unread, unreadOf } from './unread.tsx'
import { useTime } from './use-player.ts'

type Choice = 'trouble' | 'page' | 'click' | 'form' | 'error' | 'network' | 'signal'
const colours: Record<StoryKind, string> = {
  page: 'var(--signal-page)',
  click: 'var(--signal-click)',
  error: 'var(--signal-error)',
  network: 'var(--signal-network)',
  console: 'var(--line)',
  form: 'var(--signal-form)',
  signal: 'var(--signal-trouble)',
  other: 'var(--line)',
}
const choices: readonly { id: Choice; label: string; holds: (line: StoryLine) => boolean }[] = [
  { id: 'trouble', label: 'Trouble', holds: ({ isTrouble }) => isTrouble },
  { id: 'page', label: 'Pages', holds: ({ kind }) => kind === 'page' },
  { id: 'click', label: 'Clicks', holds: ({ kind }) => kind === 'click' },
  { id: 'form', label: 'Forms', holds: ({ kind }) => kind === 'form' },
  { id: 'error', label: 'Errors', holds: ({ kind, isTrouble }) => kind === 'error' || (kind === 'console' && isTrouble) },
  { id: 'network', label: 'Network', holds: ({ kind }) => kind === 'network' },
  { id: 'signal', label: 'Signals', holds: ({ kind, isTrouble }) => kind === 'signal' || (kind === 'click' && isTrouble) },
]
/** Without a choice: what a person would tell. Every request and console line would bury it. */
const isTold = ({ kind, isTrouble }: StoryLine): boolean => isTrouble || (kind !== 'network' && kind !== 'console')

/** The session as sentences. It follows the playhead until a person scrolls it, and again when they ask for it or jump. */
export function Story({
  player,
  story,
  isComplete,
  seek,
  retry,
}: {
  player: Player
  story: readonly StoryLine[]
  /** False while parts of the recording are still being read. */
  isComplete: boolean
  seek: (ms: number) => void
  /** Opens the recording anew. */
  retry: () => void
}) {
  const [chosen, setChosen] = useState<Choice | null>(null)
  const [sought, setSought] = useState('')
  const lines = useMemo(() => {
    const holds = choices.find(({ id }) => id === chosen)?.holds ?? isTold
    const words = sought.trim().toLowerCase()
    // Whoever searches without a choice of kind wants it wherever it is.
    return story.filter((line) => (words && !chosen ? true : holds(line)) && (!words || sentenceOf(line).toLowerCase().includes(words)))
  }, [story, chosen, sought])
  const scroller = useRef<HTMLDivElement>(null)
  const [isFollowing, setFollowing] = useState(true)
  const [current, setCurrent] = useState(-1)
  const rowHeight = useMediaQuery('(pointer: coarse), (max-width: 760px)', false, { getInitialValueInEffect: false }) ? 44 : 34
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  useEffect(() => rows.measure(), [rows, rowHeight])
  const follow = (ms: number): void => {
    const index = lines.findLastIndex(({ atMs }) => atMs <= ms + 1)
    if (index !== current) setCurrent(index)
  }
  useTime(player, follow)
  // Lines arrive after the moment that a link points to was painted.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  useEffect(() => follow(player.currentMs), [player, lines])
  useEffect(() => {
    if (isFollowing && current >= 0) rows.scrollToIndex(current, { align: 'center' })
  }, [rows, isFollowing, current, lines])
  const stopFollowing = (): void => setFollowing(false)
  return (
    <Box className={classes['story']}>
      <Box p="xs" pb={4}>
        <TextInput
          size="xs"
          className={classes['search']}
          aria-label="Search the story"
          placeholder="Search the story"
          leftSection={<IconSearch size={14} />}
          rightSection={sought && <CloseButton size="xs" aria-label="Clear the search" onClick={() => setSought('')} />}
          value={sought}
          onChange={(event) => setSought(event.currentTarget.value)}
        />
        <Choices story={story} chosen={chosen} choose={setChosen} />
      </Box>
      <Unread player={player} retry={retry} />
      {lines.length === 0 && (!unreadOf(player) || chosen || sought) && (
        <NoLines isComplete={isComplete} chosen={chosen} sought={sought} clear={() => (setChosen(null), setSought(''))} />
      )}
      <div
        ref={scroller}
        className={classes['scroller']}
        onWheel={stopFollowing}
        onTouchMove={stopFollowing}
        onKeyDown={({ key }) => (key === 'PageDown' || key === 'PageUp') && stopFollowing()}
      >
        <ol className={classes['list']} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => (
            <Line
              key={index}
              line={lines[index]!}
              top={start}
              height={rowHeight}
              isCurrent={index === current}
              pick={(ms) => {
                setFollowing(true)
                seek(ms)
              }}
            />
          ))}
        </ol>
      </div>
      {!isFollowing && lines.length > 0 && (
        <Button
          className={classes['follow']}
          size="compact-sm"
          radius="xl"
          leftSection={<IconArrowDown size={14} />}
          onClick={() => setFollowing(true)}
        >
          Follow the replay
        </Button>
      )}
    </Box>
  )
}

/** As the list of sessions counts: a line that stands for repeats is as many. */
const countOf = (lines: readonly StoryLine[]): number => lines.reduce((sum, { count }) => sum + count, 0)

/** Kinds of lines with how many there are; pressing the chosen one chooses none. */
const Choices = memo(function Choices({
  story,
  chosen,
  choose,
}: {
  story: readonly StoryLine[]
  chosen: Choice | null
  choose: (choice: Choice | null) => void
}) {
  return (
    <Group gap={4} mt={6} className={classes['choices']} role="group" aria-label="Show only">
      {choices.map(({ id, label, holds }) => (
        <UnstyledButton
          key={id}
          className={classes['choice']}
          aria-pressed={chosen === id}
          onClick={() => choose(chosen === id ? null : id)}
        >
          {label} <span className="number">{countOf(story.filter(holds))}</span>
        </UnstyledButton>
      ))}
    </Group>
  )
})

function NoLines({ isComplete, chosen, sought, clear }: { isComplete: boolean; chosen: Choice | null; sought: string; clear: () => void }) {
  const cause = !isComplete
    ? 'The recording is still being read.'
    : sought
      ? `No line of this session says “${sought.trim()}”${chosen ? ' among these' : ''}.`
      : chosen === 'trouble'
        ? 'Nothing went wrong in this session, as far as was recorded.'
        : chosen
          ? 'Nothing of this kind in this session.'
          : 'The visitor did nothing that was recorded.'
  return (
    <Box ta="center" p="lg">
      <Text c="dimmed" fz="sm">
        {cause}
      </Text>
      {(sought || chosen) && isComplete && (
        <Button mt="sm" size="compact-sm" variant="light" onClick={clear}>
          Show the whole story
        </Button>
      )}
    </Box>
  )
}

function colourOf({ kind, isTrouble }: StoryLine): string {
  if (isTrouble && (kind === 'click' || kind === 'form')) return 'var(--signal-trouble)'
  // The page's chatter is no error of its own.
  return isTrouble && kind === 'console' ? colours.error : colours[kind]
}

function Line({
  line,
  top,
  height,
  isCurrent,
  pick,
}: {
  line: StoryLine
  top: number
  height: number
  isCurrent: boolean
  pick: (ms: number) => void
}) {
  const { atMs, kind, says, what, end, isTrouble } = line
  const colour = colourOf(line)
  return (
    <li style={{ transform: `translateY(${top}px)`, height }}>
      <UnstyledButton
        className={classes['line']}
        data-current={isCurrent || undefined}
        aria-current={isCurrent || undefined}
        onClick={() => pick(atMs)}
        title={`${formatClock(atMs)}  ${sentenceOf(line)}`}
      >
        <span className={`number ${classes['time']!}`}>{formatClock(atMs)}</span>
        <i className={classes['dot']} data-trouble={isTrouble || undefined} style={{ background: colour }} />
        <span className="clip">
          <span style={{ color: isTrouble ? colour : 'var(--mantine-color-dimmed)' }}>{says}</span>{' '}
          {what && <span style={{ fontWeight: kind === 'page' || kind === 'click' || kind === 'signal' ? 600 : 400 }}>{what}</span>}
          {end && (
            <span style={{ color: isTrouble ? colour : 'var(--mantine-color-dimmed)' }}>{end.startsWith(',') ? end : ` ${end}`}</span>
          )}
        </span>
      </UnstyledButton>
    </li>
  )
}
