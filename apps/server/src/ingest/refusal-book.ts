import type { ErrorCode } from '@playhead/api'
import type { Metadata } from '@playhead/store'
import type { Log } from '../log.ts'
import type { LeftOut } from './step.ts'

export interface RefusalBook {
  /** Counts what was refused or left out, for the project's owner to see. */
  note(project: string, code: ErrorCode | LeftOut, detail: string): void
  close(): Promise<void>
}

/** How many of one kind are written per flush: a flood of refusals must not become a flood of database writes. */
const writesPerFlush = 20

/** Collects refusals and writes them to the metadata a few times a second. */
export function createRefusalBook(metadata: Metadata, log: Log, everyMs = 300): RefusalBook {
  const pending = new Map<string, { project: string; code: ErrorCode | LeftOut; detail: string; count: number }>()
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()

  async function write(most: number): Promise<void> {
    const due = [...pending]
    for (const [key, entry] of due) {
      const count = Math.min(entry.count, most)
      entry.count -= count
      if (!entry.count) pending.delete(key)
      for (let i = 0; i < count; i++) await metadata.refusals.add(entry.project, entry.code, entry.detail)
    }
  }
  function flush(most: number): Promise<void> {
    writing = writing.then(() => write(most)).catch((error: unknown) => log.error({ err: error }, 'refusals were not written'))
    return writing
  }
  function schedule(): void {
    timer ??= setTimeout(() => {
      timer = undefined
      void flush(writesPerFlush).then(() => {
        if (pending.size) schedule()
      })
    }, everyMs)
  }
  return {
    note(project, code, detail) {
      const key = `${project} ${code}`
      const entry = pending.get(key) ?? { project, code, detail, count: 0 }
      entry.count++
      entry.detail = detail.slice(0, 300)
      pending.set(key, entry)
      schedule()
    },
    async close() {
      clearTimeout(timer)
      await flush(1000)
    },
  }
}
