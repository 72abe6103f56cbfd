import { rmSync } from 'node:fs'

/** Removes a server's folder, if it is there. The index's process may outlive its server by a moment, and write into it still. */
export const removeFolder = (path: string): void => rmSync(path, { recursive: true, force: true, maxRetries: 15, retryDelay: 100 })
