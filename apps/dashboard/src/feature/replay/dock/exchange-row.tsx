import type { Exchange } from '@playhead/analysis'
import { formatClock } from '../../../ui/time.ts'
import { pathOf } from '../sentence.ts'
import classes from './dock.module.css'
import { formatBytes, formatMs } from '../../../ui/measure.ts'
import { barOf, durationOf, type TimeWindow } from './waterfall.ts'

/** Red is what failed, yellow what was sent elsewhere, green what answered. */
function colourOf({ isFailed, status, kind }: Exchange): string {
  if (isFailed) return 'var(--signal-error)'
  if (kind === 'socket' || kind === 'beacon') return 'var(--signal-network)'
  return status >= 300 ? 'var(--signal-trouble)' : 'var(--signal-form)'
}

/** A status in a word or number. */
export function statusOf({ kind, status, endMs, isFailed }: Exchange): string {
  if (kind === 'beacon') return 'sent'
  if (kind === 'socket') return isFailed ? 'failed' : endMs === null ? 'open' : 'closed'
  return status ? String(status) : 'failed'
}

interface ExchangeRowProps {
  readonly exchange: Exchange
  readonly window: TimeWindow
  /** Where in the window the playhead is. */
  readonly share: number
  readonly untilMs: number
}

export function ExchangeRow({ exchange, window, share, untilMs }: ExchangeRowProps) {
  const { method, url, sizeBytes, startMs } = exchange
  const colour = colourOf(exchange)
  const tookMs = durationOf(exchange, untilMs)
  const { left, width, side } = barOf(startMs, startMs + tookMs, window)
  return (
    <div className={classes['exchange']}>
      <span className="number clip" style={{ color: colour, fontWeight: 600 }}>
        {statusOf(exchange)}
      </span>
      <span className={`${classes['mono']!} ${classes['wide']!}`}>{method}</span>
      <span className={`clip ${classes['mono']!}`} title={`${method} ${url}`}>
        {pathOf(url)}
      </span>
      <span className={`number clip ${classes['wide']!} ${classes['end']!}`}>{sizeBytes === null ? '' : formatBytes(sizeBytes)}</span>
      <span className={`number clip ${classes['end']!}`}>{formatMs(tookMs)}</span>
      <div className={classes['strip']} title={`${formatClock(startMs)}, ${formatMs(tookMs)}`}>
        {side === 'within' ? (
          <i style={{ left: `min(${left * 100}%, calc(100% - 3px))`, width: `${width * 100}%`, background: colour }} />
        ) : (
          <b style={side === 'before' ? { left: 0 } : { right: 0 }}>
            {side === 'before' ? `‹ ${formatClock(startMs)}` : `${formatClock(startMs)} ›`}
          </b>
        )}
        <div className={classes['playhead']} style={{ left: `${share * 100}%` }} />
      </div>
    </div>
  )
}
