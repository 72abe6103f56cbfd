import { Box, Group, SegmentedControl, Text, UnstyledButton } from '@mantine/core'
import type { Player } from '@playhead/player'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import { formatClock } from '../../ui/time.ts'
import type { StoryKind, StoryLine } from './sentence.ts'
import classes from './story.module.css'
import { useTime } from './use-player.ts'

type Choice = 'all' | 'trouble' | 'click' | 'network' | 'console'
const colours: Record<StoryKind, string> = {
  page: 'var(--signal-page)',
  click: 'var(--signal-click)',
  error: 'var(--signal-error)',
  network: 'var(--signal-network)',
  console: 'var(--signal-error)',
  form: 'var(--signal-form)',
  other: 'var(--line)',
}
const isChosen: Record<Choice, (line: StoryLine) => boolean> = {
  all: ({ kind, isTrouble }) => isTrouble || (kind !== 'network' && kind !== 'console'),
  trouble: ({ isTrouble }) => isTrouble,
  click: ({ kind }) => kind === 'click' || kind === 'form',
  network: ({ kind }) => kind === 'network',
  console: ({ kind }) => kind === 'console' || kind === 'error',
}

/** The session as sentences. It follows the playhead until a person scrolls it, and again from the next jump on. */
export function Story({ player, story, seek }: { player: Player; story: readonly StoryLine[]; seek: (ms: number) => void }) {
  const [choice, setChoice] = useState<Choice>('all')
  const lines = useMemo(() => story.filter(isChosen[choice]), [story, choice])
  const scroller = useRef<HTMLDivElement>(null)
  const readsUntilMs = useRef(0)
  const [current, setCurrent] = useState(-1)
  const rows = useVirtualizer({ count: lines.length, getScrollElement: () => scroller.current, estimateSize: () => 34, overscan: 12 })
  const follow = (ms: number): void => {
    const index = lines.findLastIndex(({ atMs }) => atMs <= ms + 1)
    if (index === current) return
    setCurrent(index)
    if (index >= 0 && performance.now() > readsUntilMs.current) rows.scrollToIndex(index, { align: 'center' })
  }
  useTime(player, follow)
  // Lines arrive after the moment that a link points to was painted.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  useEffect(() => follow(player.currentMs), [player, lines])
  const trouble = story.filter(({ isTrouble }) => isTrouble).length
  return (
    <Box style={{ display: 'flex', flexDirection: 'column', minHeight: 0, flex: 1 }}>
      <SegmentedControl
        size="xs"
        m="xs"
        value={choice}
        onChange={(value) => setChoice(value)}
        data={[
          { value: 'all', label: 'Story' },
          { value: 'trouble', label: `Trouble ${trouble || ''}` },
          { value: 'click', label: 'Clicks' },
          { value: 'network', label: 'Network' },
          { value: 'console', label: 'Console' },
        ]}
      />
      {lines.length === 0 && (
        <Text c="dimmed" fz="sm" ta="center" p="lg">
          {choice === 'trouble' ? 'Nothing went wrong in this session, as far as was recorded.' : 'Nothing of this kind in this session.'}
        </Text>
      )}
      <div
        ref={scroller}
        className={classes['scroller']}
        onWheel={() => (readsUntilMs.current = performance.now() + 4000)}
        onTouchMove={() => (readsUntilMs.current = performance.now() + 4000)}
      >
        <ol className={classes['list']} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const line = lines[index]!
            return (
              <li key={index} style={{ transform: `translateY(${start}px)` }}>
                <UnstyledButton
                  className={classes['line']}
                  data-current={index === current || undefined}
                  data-past={index < current || undefined}
                  onClick={() => {
                    readsUntilMs.current = 0
                    seek(line.atMs)
                  }}
                  title={`${line.says} ${line.what}`}
                >
                  <Group gap={8} wrap="nowrap">
                    <Text fz={11} c="dimmed" className="number" w={38} ta="right" style={{ flex: 'none' }}>
                      {formatClock(line.atMs)}
                    </Text>
                    <i
                      className={classes['dot']}
                      style={{ background: line.isTrouble && line.kind === 'click' ? 'var(--signal-trouble)' : colours[line.kind] }}
                    />
                    <Text fz="sm" className="clip">
                      <Text
                        span
                        c={line.isTrouble ? (line.kind === 'click' ? 'var(--signal-trouble)' : 'var(--signal-error)') : 'dimmed'}
                        fz="sm"
                      >
                        {line.says}
                      </Text>{' '}
                      <Text span fw={line.kind === 'page' || line.kind === 'click' ? 600 : 400} fz="sm">
                        {line.what}
                      </Text>
                    </Text>
                  </Group>
                </UnstyledButton>
              </li>
            )
          })}
        </ol>
      </div>
    </Box>
  )
}
