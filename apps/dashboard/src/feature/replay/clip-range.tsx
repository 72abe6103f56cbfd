import { useRef } from 'react'
import { formatClock } from '../../ui/time.ts'
import type { ClipMode } from './clip-mode.ts'
import { boundsOf, type ClipEdge, lengthOf } from './clip-span.ts'
import classes from './clip.module.css'
import { useClipState } from './use-clip-mode.ts'

const stepMs = 1_000
const bigStepMs = 5_000
const edges: readonly { edge: ClipEdge; name: string }[] = [
  { edge: 'fromMs', name: 'Clip begins' },
  { edge: 'toMs', name: 'Clip ends' },
]

/** The marked span, shaded over the track of the timeline; open, with an end to take hold of on each side. */
export function ClipRange({ mode, durationMs }: { mode: ClipMode; durationMs: number }) {
  const { span, isOpen } = useClipState(mode)
  const room = useRef<HTMLDivElement>(null)
  if (!span) return null
  const share = (ms: number): string => `${(ms / Math.max(durationMs, 1)) * 100}%`
  const msAt = (clientX: number): number => {
    const { left, width } = room.current!.getBoundingClientRect()
    return ((clientX - left) / Math.max(width, 1)) * durationMs
  }
  return (
    <div ref={room} className={classes['range']} data-testid="clip-range" data-open={isOpen || undefined}>
      <div className={classes['outside']} style={{ left: 0, width: share(span.fromMs) }} />
      <div className={classes['inside']} style={{ left: share(span.fromMs), width: share(span.toMs - span.fromMs) }} />
      <div className={classes['outside']} style={{ left: share(span.toMs), right: 0 }} />
      {isOpen &&
        edges.map(({ edge, name }) => {
          const { leastMs, mostMs } = boundsOf(span, edge, durationMs)
          return (
            <Handle
              key={edge}
              edge={edge}
              name={name}
              at={share(span[edge])}
              now={span[edge]}
              least={leastMs}
              most={mostMs}
              says={`${formatClock(span[edge])}, clip of ${lengthOf(span)}`}
              move={(ms) => mode.move(edge, ms)}
              msAt={msAt}
            />
          )
        })}
    </div>
  )
}

/** What a finger takes hold of lies outside the span, so that the two never lie over each other. */
function Handle(options: {
  edge: ClipEdge
  name: string
  at: string
  now: number
  least: number
  most: number
  says: string
  move: (ms: number) => void
  msAt: (clientX: number) => number
}) {
  const { edge, name, at, now, least, most, says, move, msAt } = options
  const heldPx = useRef(0)
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const step = event.shiftKey ? bigStepMs : stepMs
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: now - step,
      ArrowDown: now - step,
      ArrowRight: now + step,
      ArrowUp: now + step,
      Home: least,
      End: most,
    }
    const to = moves[event.key]
    if (to === undefined) return
    // The arrow keys of the page would move the playhead as well.
    event.stopPropagation()
    event.preventDefault()
    move(to)
  }
  return (
    <>
      <div
        className={classes['handle']}
        style={{ '--at': at } as React.CSSProperties}
        data-edge={edge}
        role="slider"
        tabIndex={0}
        aria-label={name}
        aria-valuemin={Math.round(least / 1000)}
        aria-valuemax={Math.round(most / 1000)}
        aria-valuenow={Math.round(now / 1000)}
        aria-valuetext={says}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          // Wherever it is taken hold of, the end does not jump.
          heldPx.current = event.clientX - event.currentTarget.nextElementSibling!.getBoundingClientRect().left
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) move(msAt(event.clientX - heldPx.current))
        }}
      />
      <i className={classes['edge']} style={{ left: at }} data-edge={edge} />
    </>
  )
}
