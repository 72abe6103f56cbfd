import type { Session } from '@playhead/api'
import { formatClock } from '../../ui/time.ts'
import { lookOf } from './signal-kind.ts'

/** The whole session as a strip: pages below, what went wrong above, each with its moment on hover. */
export function MiniLane({ session, width = 160 }: { session: Pick<Session, 'marks' | 'durationMs'>; width?: number }) {
  const { marks, durationMs } = session
  const place = (ms: number): number => 2 + (ms / Math.max(durationMs, 1)) * (width - 4)
  const signals = marks.filter(({ kind }) => kind !== 'page')
  return (
    <svg width={width} height={22} role="img" aria-label={`${signals.length} signals in ${formatClock(durationMs)}`}>
      <rect x={0} y={13} width={width} height={4} rx={2} fill="var(--line)" />
      {marks.map(({ ms, kind }, index) => {
        const { label, colour } = lookOf(kind)
        return kind === 'page' ? (
          <rect key={index} x={place(ms) - 1} y={12} width={2} height={6} fill={colour}>
            <title>{`${formatClock(ms)} ${label}`}</title>
          </rect>
        ) : (
          <rect key={index} x={place(ms) - 1.25} y={2} width={2.5} height={10} rx={1} fill={colour}>
            <title>{`${formatClock(ms)} ${label}`}</title>
          </rect>
        )
      })}
    </svg>
  )
}
