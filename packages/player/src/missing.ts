import type { LossTotal } from '@playhead/wire'
import type { TimedSignal } from './timeline.ts'

/** Something that a replay cannot show, and how many times it was met. */
export interface Missing {
  readonly what: string
  readonly detail: string
  readonly count: number
}

/** What the replay met, what the recorder told it left out, and what whoever stored the recording found, each once. */
export function allMissing(
  met: readonly Missing[],
  signals: readonly TimedSignal[],
  { lost: stored, unread }: { readonly lost: readonly LossTotal[]; readonly unread: number },
): Missing[] {
  const lost = new Map<string, Missing>()
  for (const signal of signals) {
    if (signal.type !== 'loss') continue
    const { what, detail = '', count } = signal
    const key = `${what} ${detail}`
    lost.set(key, { what, detail, count: (lost.get(key)?.count ?? 0) + count })
  }
  for (const entry of stored) {
    const key = `${entry.what} ${entry.detail}`
    if (!lost.has(key)) lost.set(key, entry)
  }
  return [...met, ...lost.values(), ...(unread ? [{ what: 'unread', detail: '', count: unread }] : [])]
}
