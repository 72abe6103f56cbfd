import type { ErrorCode } from '@playhead/api'
import type { Metadata } from '@playhead/store'
import type { Log } from '../log.ts'
import type { LeftOut } from './step.ts'

export interface RefusalBook {
  /** Counts what was refused or left out, for the project's owner to see. */
  note(project: string, code: ErrorCode | LeftOut, detail: string): void
  /** Writes what was not written yet, if that can be done. */
  close(): Promise<void>
}

interface Entry {
  readonly project: string
  readonly code: ErrorCode | LeftOut
  count: number
  /** Of the last one: more than that the metadata do not hold. */
  detail: string
}

/** `afterFailureMs`: how long a database that does not answer is left alone. */
const pauses = { everyMs: 300, afterFailureMs: 5_000 } as const

/**
 * Counts refusals and writes the sums to the metadata a few times a second: a flood of refusals must not become a flood of
 * database writes. There are as many sums as projects have codes, whatever their senders say: none has to be left out.
 */
export function createRefusalBook(
  metadata: { readonly refusals: Pick<Metadata['refusals'], 'add'> },
  log: Log,
  { everyMs, afterFailureMs }: { everyMs: number; afterFailureMs: number } = pauses,
): RefusalBook {
  const pending = new Map<string, Entry>()
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()
  let isFailing = false
  let isClosed = false

  async function write(): Promise<void> {
    // What comes meanwhile is counted anew, for the next time.
    const due = [...pending]
    for (const [key, entry] of due) {
      pending.delete(key)
      try {
        await metadata.refusals.add(entry.project, entry.code, entry.detail, entry.count)
      } catch (error) {
        putBack(key, entry)
        throw error
      }
    }
  }
  /** Behind the others: if it is only this one that cannot be written, they do not wait for it. */
  function putBack(key: string, entry: Entry): void {
    const later = pending.get(key)
    pending.delete(key)
    pending.set(key, later ? { ...later, count: entry.count + later.count } : entry)
  }
  function flush(): Promise<void> {
    writing = writing.then(write).then(
      () => void (isFailing = false),
      (error: unknown) => {
        isFailing = true
        log.error({ err: error }, 'refusals were not written')
      },
    )
    return writing
  }
  function schedule(): void {
    if (isClosed || !pending.size) return
    timer ??= setTimeout(
      () => {
        timer = undefined
        void flush().then(schedule)
      },
      isFailing ? afterFailureMs : everyMs,
    )
  }
  return {
    note(project, code, detail) {
      const key = `${project} ${code}`
      const entry = pending.get(key) ?? { project, code, count: 0, detail: '' }
      entry.count++
      entry.detail = detail.slice(0, 300)
      pending.set(key, entry)
      schedule()
    },
    async close() {
      isClosed = true
      clearTimeout(timer)
      await flush()
    },
  }
}
