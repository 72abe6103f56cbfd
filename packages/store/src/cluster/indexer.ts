import { StoreError } from '../error.ts'
import type { Batches, BatchResult } from '../index/batch.ts'
import type { Damage } from '../log/scan.ts'
import type { IndexQueue } from './index-queue.ts'
import type { Lease, Leases } from './lease.ts'

/** Only who has this lease changes the rows of the index. */
export const indexLease = 'index'

export interface ClusterIndexer {
  readonly quarantined: number
  /** Sessions are changed by another while this process has the lease: they are read anew. */
  forget(): void
  close(): Promise<void>
}

/** How long files gather before they are indexed, and how long it waits where there is nothing to do. */
const gatherMs = 250
const longestPauseMs = 5_000

/**
 * Puts the log's files into the index, one batch after the other, while no other server does. It lets go of its lease after
 * each, so that who erases gets it. @see docs/storage-format.md#L30
 */
export function createClusterIndexer(options: {
  leases: Leases
  queue: IndexQueue
  batches: Batches
  /** Ends at once whatever a batch is doing. */
  interrupt(): void
  onDamage(damage: Damage): void
  onNotice(text: string): void
}): ClusterIndexer {
  const { leases, queue, batches, onNotice } = options
  let isClosed = false
  let quarantined = 0
  let failures = 0
  let wake = (): void => undefined
  /** The fence under which sessions are held in memory: under another one, others have changed the index since. */
  let heldFor = 0

  async function step(lease: Lease): Promise<boolean> {
    if (lease.fence !== heldFor) await batches.forgetAll()
    heldFor = lease.fence
    await queue.adopt(lease)
    const batch = await queue.next(lease)
    if (!batch) return false
    const result = await whileHeld(lease, () => batches.index({ token: batch.token, indexed: null, items: batch.items }))
    quarantined = result.quarantined
    for (const { file, chunkAt, sizeBytes } of result.unread) options.onDamage({ file, at: chunkAt, sizeBytes })
    await queue.end(lease, batch)
    return true
  }
  /** ClickHouse knows no fence: a server that is not sure of its lease any more ends the process that writes. */
  async function whileHeld({ lost }: Lease, work: () => Promise<BatchResult>): Promise<BatchResult> {
    const stop = (): void => options.interrupt()
    lost.addEventListener('abort', stop)
    try {
      lost.throwIfAborted()
      return await work()
    } catch (error) {
      // What is half done is done again from what is written down.
      heldFor = 0
      throw error
    } finally {
      lost.removeEventListener('abort', stop)
    }
  }
  async function run(): Promise<void> {
    while (!isClosed) {
      let pauseMs: number = gatherMs
      try {
        // It goes on with a begun batch at once, and lets others in before the next.
        await leases.withLease(indexLease, step)
        failures = 0
      } catch (error) {
        if (isClosed) return
        heldFor = 0
        if (failures++ === 0 && !(error instanceof StoreError && error.code === 'lease-lost'))
          onNotice(`The index is behind: ${(error as Error).message}`)
        pauseMs = Math.min(longestPauseMs, 100 * 2 ** failures)
      }
      await new Promise<void>((resolve) => {
        wake = resolve
        setTimeout(resolve, pauseMs)
      })
    }
  }
  const running = run()
  return {
    get quarantined() {
      return quarantined
    },
    forget: () => void (heldFor = 0),
    async close() {
      isClosed = true
      wake()
      await running
    },
  }
}
