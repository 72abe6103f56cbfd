import { chmodSync, statSync } from 'node:fs'
import { makeFolder } from './sync-folder.ts'

const others = 0o007

/**
 * Makes a data directory that lasts if it is not there, for its owner alone; of one that is there everybody else is kept out, and a
 * group that was let in stays. What is in it (recordings, keys, SQLite's own files) is made with whatever modes it comes with.
 * @see docs/storage-format.md#L1
 */
export function makePrivateDir(dir: string, sync?: (folder: string) => void): void {
  makeFolder(dir, { mode: 0o700, ...(sync ? { sync } : {}) })
  const { mode } = statSync(dir)
  if (mode & others) chmodSync(dir, mode & 0o770)
}
