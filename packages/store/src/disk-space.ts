import { statfs } from 'node:fs/promises'
import { StoreError } from './error.ts'

/** Refuses early, so that what must still be written on a full disk (catalog, accounts, erasures) can be. */
export interface DiskSpace {
  /** Takes so many bytes, or throws StoreError `disk-full` when then less than the reserve would be free. */
  take(bytes: number): Promise<void>
}
export interface FreeSpace {
  readonly freeBytes: number
  readonly totalBytes: number
}

const fullCodes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
/** Whether the system says that there is no space left, or {@link DiskSpace} does. */
export const isFull = (error: unknown): boolean =>
  error instanceof StoreError ? error.code === 'disk-full' : fullCodes.has((error as NodeJS.ErrnoException).code ?? '')

/** Kept free: this much, but no more than this share of the disk. */
const reserve = { bytes: 64 << 20, share: 1 / 8 } as const
/** Free space is asked for again after so long, or so many bytes. */
const trust = { ms: 250, bytes: 8 << 20 } as const

/** @see docs/storage-format.md#L9 */
export function createDiskSpace(dir: string, ask: (dir: string) => Promise<FreeSpace> = askSystem): DiskSpace {
  let left = 0
  let untilMs = 0
  return {
    async take(bytes) {
      if (bytes > left || Date.now() > untilMs) {
        // A system that does not say how much is free refuses by itself.
        const { freeBytes, totalBytes } = await ask(dir).catch(() => ({ freeBytes: Infinity, totalBytes: Infinity }))
        const usable = freeBytes - Math.min(reserve.bytes, totalBytes * reserve.share)
        left = Math.min(usable, trust.bytes + bytes)
        untilMs = Date.now() + trust.ms
      }
      if (bytes > left) {
        left = 0
        throw new StoreError('disk-full', 'There is no space left but the reserve; nothing was kept.')
      }
      left -= bytes
    },
  }
}

async function askSystem(dir: string): Promise<FreeSpace> {
  const { bavail, blocks, bsize } = await statfs(dir)
  // Some file systems say nothing of themselves.
  if (!blocks) return { freeBytes: Infinity, totalBytes: Infinity }
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize }
}
