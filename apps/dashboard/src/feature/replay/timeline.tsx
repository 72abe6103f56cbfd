import { Box, Text } from '@mantine/core'
import type { Player } from '@playhead/player'
import { useMemo, useRef, useState } from 'react'
import { formatClock } from '../../ui/time.ts'
import type { StoryKind, StoryLine } from './sentence.ts'
import classes from './timeline.module.css'
import { useTime } from './use-player.ts'

const lanes: { name: string; kinds: readonly StoryKind[]; colour: string }[] = [
  { name: 'Pages', kinds: ['page'], colour: 'var(--signal-page)' },
  { name: 'Clicks', kinds: ['click', 'form', 'other'], colour: 'var(--signal-click)' },
  { name: 'Errors', kinds: ['error', 'console'], colour: 'var(--signal-error)' },
  { name: 'Network', kinds: ['network'], colour: 'var(--signal-network)' },
]
const isShown = (line: StoryLine): boolean => line.kind !== 'other' && (line.kind !== 'console' || line.isTrouble)

/** Lanes of what happened, idle notches, and the playhead, which can be dragged. */
export function Timeline({ player, story, moved }: { player: Player; story: readonly StoryLine[]; moved: (ms: number) => void }) {
  const track = useRef<HTMLDivElement>(null)
  const head = useRef<HTMLDivElement>(null)
  const [hoverMs, setHoverMs] = useState<number | null>(null)
  const { durationMs, idle } = player
  const share = (ms: number): string => `${(Math.min(ms, durationMs) / Math.max(durationMs, 1)) * 100}%`
  useTime(player, (ms) => {
    if (head.current) head.current.style.left = share(ms)
    track.current?.setAttribute('aria-valuenow', String(Math.round(ms / 1000)))
    track.current?.setAttribute('aria-valuetext', formatClock(ms))
  })
  const marks = useMemo(() => story.filter(isShown), [story])
  const msAt = (clientX: number): number => {
    const box = track.current!.getBoundingClientRect()
    return Math.min(Math.max((clientX - box.left) / box.width, 0), 1) * durationMs
  }
  return (
    <div className={classes['timeline']}>
      <div className={classes['names']} aria-hidden>
        {lanes.map(({ name }) => (
          <span key={name}>{name}</span>
        ))}
      </div>
      <div
        ref={track}
        className={classes['track']}
        role="slider"
        tabIndex={0}
        aria-label="Moment"
        aria-valuemin={0}
        aria-valuemax={Math.round(durationMs / 1000)}
        aria-valuenow={0}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          void player.seek(msAt(event.clientX))
        }}
        onPointerMove={(event) => {
          setHoverMs(msAt(event.clientX))
          if (event.currentTarget.hasPointerCapture(event.pointerId)) void player.seek(msAt(event.clientX))
        }}
        onPointerUp={(event) => moved(msAt(event.clientX))}
        onPointerLeave={() => setHoverMs(null)}
      >
        {idle.map(({ fromMs, toMs }) => (
          <Box
            key={fromMs}
            className={classes['idle']}
            style={{ left: share(fromMs), width: share(toMs - fromMs) }}
            title={`Nothing happens until ${formatClock(toMs)}`}
          />
        ))}
        {lanes.map(({ name, kinds, colour }) => (
          <div key={name} className={classes['lane']}>
            {marks
              .filter(({ kind }) => kinds.includes(kind))
              .map((line, index) => (
                <i
                  key={index}
                  style={{
                    left: share(line.atMs),
                    background: line.isTrouble && kinds.includes('click') ? 'var(--signal-trouble)' : colour,
                  }}
                  data-trouble={line.isTrouble || undefined}
                  title={`${formatClock(line.atMs)} ${line.says} ${line.what}`}
                />
              ))}
          </div>
        ))}
        {hoverMs !== null && (
          <Text className={classes['hover']} style={{ left: share(hoverMs) }} fz={11}>
            {formatClock(hoverMs)}
          </Text>
        )}
        <div ref={head} className={classes['head']} />
      </div>
    </div>
  )
}
