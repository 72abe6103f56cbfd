import { rmSync } from 'node:fs'

const tries = 20
const pauseMs = 100

/**
 * Removes a server's folder, if it is there. The index's process may outlive its server by a moment, and write into it still;
 * Node's own retries look only once for what is in a folder.
 */
export function removeFolder(path: string): void {
  for (let left = tries; ; left--)
    try {
      return rmSync(path, { recursive: true, force: true })
    } catch (error) {
      if (left === 0 || (error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs)
    }
}
