import { chmodSync, mkdirSync, statSync } from 'node:fs'

const others = 0o007

/**
 * Makes a data directory if it is not there, for its owner alone; of one that is there everybody else is kept out, and a
 * group that was let in stays. What is in it (recordings, keys, SQLite's own files) is made with whatever modes it comes with.
 * @see docs/storage-format.md#L1
 */
export function makePrivateDir(dir: string): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const { mode } = statSync(dir)
  if (mode & others) chmodSync(dir, mode & 0o770)
}
