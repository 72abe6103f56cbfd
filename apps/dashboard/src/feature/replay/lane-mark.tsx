import { memo } from 'react'
import type { MarkGroup } from './lane.ts'
import type { Places } from './shown.ts'
import classes from './timeline.module.css'
import type { Stepped } from './use-commands.ts'

interface Placed {
  readonly groups: readonly MarkGroup[]
  /** A moment as a percentage of the track. */
  readonly share: (ms: number) => string
}
const isSame = (a: Placed, b: Placed): boolean => a.groups === b.groups

/** Ticks of what happened; several that would lie over each other are one with their number. */
export const LaneMarks = memo(function LaneMarks({ groups, colour, share }: Placed & { colour: string }) {
  return groups.map(({ atMs, marks, isTrouble }) => (
    <i
      key={atMs}
      className={classes['mark']}
      style={{ left: share(atMs), background: isTrouble && colour === 'var(--signal-click)' ? 'var(--signal-trouble)' : colour }}
      data-trouble={isTrouble || undefined}
      data-many={marks.length > 1 || undefined}
    >
      {marks.length > 1 && marks.length}
    </i>
  ))
}, isSame)

/** Pages last until the next one: spans, with their path where there is room for it. */
export const PageSpans = memo(function PageSpans({ groups, durationMs, share }: Placed & { durationMs: number }) {
  return groups.map(({ atMs, marks }, index) => {
    const untilMs = groups[index + 1]?.atMs ?? durationMs
    return (
      <i
        key={atMs}
        className={classes['span']}
        style={{ left: share(atMs), width: share(untilMs - atMs) }}
        data-odd={index % 2 || undefined}
      >
        {marks.length > 1 ? `${marks.length} pages` : marks[0]!.label}
      </i>
    )
  })
}, isSame)

/** The moments that a filter asked for. The one that was gone to last flashes, anew with every step. */
export const Matches = memo(
  function Matches({ groups, share, steppedTo }: Placed & { steppedTo: Stepped | null }) {
    return groups.map(({ atMs, marks }) => {
      const isHere = steppedTo !== null && marks.some((mark) => mark.atMs === steppedTo.atMs)
      return (
        <i
          key={isHere ? `${atMs} ${steppedTo.count}` : atMs}
          className={classes['match']}
          style={{ left: share(atMs) }}
          data-here={isHere || undefined}
          data-testid="match"
        >
          {marks.length > 1 && marks.length}
        </i>
      )
    })
  },
  (a, b) => isSame(a, b) && a.steppedTo === b.steppedTo,
)

/** Which tab is followed when. */
export function TabTracks({
  tabs,
  turns,
  durationMs,
  share,
}: {
  tabs: readonly string[]
  turns: Places['turns']
  durationMs: number
  share: Placed['share']
}) {
  return turns.map(({ atMs, tab }, index) => (
    <i
      key={atMs}
      className={classes['span']}
      style={{ left: share(atMs), width: share((turns[index + 1]?.atMs ?? durationMs) - atMs) }}
      data-odd={tabs.indexOf(tab) % 2 || undefined}
    >
      {tabs.indexOf(tab) + 1}
    </i>
  ))
}
