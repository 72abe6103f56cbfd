import { join } from 'node:path'
import { createBuiltFiles } from './built-file.ts'

/** The text of the file that a recording is put into, to be watched without a server. Null: the player has not been built. */
export function createOfflineTemplate(root: string): () => string | null {
  const read = createBuiltFiles()
  return () => read(join(root, 'packages/player/dist/offline.html'))?.bytes.toString() ?? null
}
