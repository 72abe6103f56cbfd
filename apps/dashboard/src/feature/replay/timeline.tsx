import type { Note } from '@playhead/api'
import type { Player } from '@playhead/player'
import { useElementSize, useMergedRef } from '@mantine/hooks'
import { useMemo, useRef } from 'react'
import { formatClock } from '../../ui/time.ts'
import type { ClipMode } from './clip-mode.ts'
import { ClipRange } from './clip-range.tsx'
import { groupMarks, isOnLane, type LaneMark, lanes, markOf, pageMarks } from './lane.ts'
import { LaneMarks, Matches, PageSpans, TabTracks } from './lane-mark.tsx'
import type { Match } from './match.ts'
import type { StoryLine } from './sentence.ts'
import type { Places } from './shown.ts'
import classes from './timeline.module.css'
import type { Stepped } from './use-commands.ts'
import { useHoverCard } from './use-hover-card.ts'
import { type Loaded, useTime } from './use-player.ts'

/**
 * Lanes of what happened, idle notches, matched moments, and the playhead, which can be dragged.
 * Playing and hovering move DOM nodes and render nothing.
 */
export function Timeline({
  player,
  loaded,
  events,
  notes,
  matches,
  steppedTo,
  places,
  ratio,
  clip,
  moved,
}: {
  player: Player
  /** What the small picture of a hovered moment is made from. */
  loaded: Loaded
  events: readonly StoryLine[]
  notes: readonly Note[]
  matches: readonly Match[]
  /** The match that was gone to last flashes. */
  steppedTo: Stepped | null
  places: Places
  /** Width by height of the recorded page. */
  ratio: number
  clip: ClipMode
  moved: (ms: number) => void
}) {
  const { ref: size, width } = useElementSize<HTMLDivElement>()
  const track = useRef<HTMLDivElement>(null)
  const head = useRef<HTMLDivElement>(null)
  const { durationMs, idle } = player
  const share = (ms: number): string => `${(Math.min(Math.max(ms, 0), durationMs) / Math.max(durationMs, 1)) * 100}%`
  useTime(player, (ms) => {
    if (head.current) head.current.style.left = share(ms)
    track.current?.setAttribute('aria-valuenow', String(Math.round(ms / 1000)))
    track.current?.setAttribute('aria-valuetext', `${formatClock(ms)} of ${formatClock(durationMs)}`)
  })
  const pxPerMs = width / Math.max(durationMs, 1)
  const groups = useMemo(() => {
    const shown = events.filter(isOnLane)
    const marksOf = (kinds: readonly string[]): LaneMark[] => shown.filter(({ kind }) => kinds.includes(kind)).map(markOf)
    const noteMarks = notes.map(({ atMs, text }) => ({ atMs, says: text, isTrouble: false }))
    return {
      match: groupMarks(
        matches.map(({ atMs, says }) => ({ atMs, says: `Matched: ${says}`, isTrouble: false })),
        pxPerMs,
      ),
      lane: lanes.map(({ id, kinds }) =>
        groupMarks(id === 'page' ? pageMarks(events, places.turns, player.tabs) : id === 'note' ? noteMarks : marksOf(kinds), pxPerMs),
      ),
    }
  }, [events, notes, matches, places, player, pxPerMs])
  const hover = useHoverCard({ player, loaded, track, groups: [groups.match, ...groups.lane], rowClass: classes['row']! })
  const seekTo = (ms: number): void => void player.seek(ms)

  return (
    <div className={classes['timeline']} data-tabs={player.tabs.length > 1 || undefined}>
      <div className={classes['names']} aria-hidden>
        <span className={classes['matchRow']} />
        {lanes.map(({ id, name }) => (
          <span key={id} data-lane={id}>
            {name}
          </span>
        ))}
        {player.tabs.length > 1 && <span>Tabs</span>}
      </div>
      <div
        ref={useMergedRef(track, size)}
        className={classes['track']}
        role="slider"
        tabIndex={0}
        aria-label="Moment"
        aria-valuemin={0}
        aria-valuemax={Math.round(durationMs / 1000)}
        aria-valuenow={0}
        onKeyDown={({ key }) => {
          const to = key === 'Home' ? 0 : key === 'End' ? durationMs : null
          if (to !== null) moved((seekTo(to), to))
        }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          seekTo(hover.at(event).ms)
          hover.show(event)
        }}
        onPointerMove={(event) => {
          const { ms } = hover.at(event)
          hover.show(event)
          if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event.movementX ? hover.msAt(event.clientX) : ms)
        }}
        onPointerUp={(event) => {
          moved(player.currentMs)
          if (event.pointerType !== 'mouse') hover.hide()
        }}
        onPointerLeave={hover.hide}
        onPointerCancel={hover.hide}
      >
        {idle.map(({ fromMs, toMs }) => (
          <div key={fromMs} className={classes['idle']} style={{ left: share(fromMs), width: share(toMs - fromMs) }} />
        ))}
        {player.gaps.map(({ tab, fromMs, toMs }) => (
          <div
            key={`${tab} ${fromMs}`}
            className={classes['gap']}
            style={{ left: share(fromMs), width: share(toMs - fromMs) }}
            data-testid="gap"
          />
        ))}
        <div className={`${classes['row']!} ${classes['matchRow']!}`}>
          <Matches groups={groups.match} share={share} steppedTo={steppedTo} />
        </div>
        {lanes.map(({ id, colour }, index) => (
          <div key={id} className={classes['row']} data-lane={id}>
            {id === 'page' ? (
              <PageSpans groups={groups.lane[index]!} durationMs={durationMs} share={share} />
            ) : (
              <LaneMarks groups={groups.lane[index]!} colour={colour} share={share} />
            )}
          </div>
        ))}
        {player.tabs.length > 1 && (
          <div className={classes['row']}>
            <TabTracks tabs={player.tabs} turns={places.turns} durationMs={durationMs} share={share} />
          </div>
        )}
        <div ref={head} className={classes['head']} />
        <div ref={hover.line} className={classes['line']} hidden />
        <div ref={hover.card} className={classes['card']} style={{ '--ratio': ratio } as React.CSSProperties} hidden data-testid="preview">
          <div ref={hover.picture} className={classes['picture']} />
          <span ref={hover.text} className={classes['text']} />
        </div>
      </div>
      <ClipRange mode={clip} durationMs={durationMs} />
    </div>
  )
}
