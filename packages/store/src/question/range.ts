import { StoreError } from '../error.ts'

/** A stretch of time: from … to (epoch ms or ISO 8601, `to` excluded), or the last while: `30m`, `24h`, `7d`, `4w`. */
export type Range = { readonly from?: number | string | undefined; readonly to?: number | string | undefined } | { readonly last: string }

/** Whether a column of times lies in a range, whose ends are the parameters `fromMs` and `toMs`. */
export const within = (column: string): string =>
  `${column} >= fromUnixTimestamp64Milli({fromMs:Int64}) AND ${column} < fromUnixTimestamp64Milli({toMs:Int64})`

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }
const lastMs = 4_102_444_800_000

/** Epoch ms; without a range all of time. Throws StoreError `bad-question`. */
export function readRange(range: Range | undefined, nowMs: number = Date.now()): { fromMs: number; toMs: number } {
  if (!range) return { fromMs: 0, toMs: lastMs }
  if ('last' in range) {
    const [, count, unit] = /^(\d{1,6})([mhdw])$/.exec(range.last) ?? []
    if (!count || !unit) throw new StoreError('bad-question', `The range "${range.last.slice(0, 40)}" is none: write 30m, 24h, 7d or 4w.`)
    return { fromMs: Math.max(0, nowMs - Number(count) * unitMs[unit]!), toMs: lastMs }
  }
  return { fromMs: readMoment(range.from, 0), toMs: readMoment(range.to, lastMs) }
}

function readMoment(moment: number | string | undefined, otherwise: number): number {
  if (moment === undefined) return otherwise
  const ms = typeof moment === 'number' ? moment : Date.parse(moment)
  if (!Number.isFinite(ms)) throw new StoreError('bad-question', `"${String(moment).slice(0, 40)}" is no time: write ISO 8601 or epoch ms.`)
  return Math.min(Math.max(Math.round(ms), 0), lastMs)
}
