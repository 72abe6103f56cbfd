import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, statSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/** Makes names that are new in a folder last: a file's own sync says nothing of its name. */
export async function syncFolder(path: string, openFile: (path: string, flags: string) => Promise<FileHandle> = open): Promise<void> {
  const folder = await openFile(path, 'r')
  await folder.sync().finally(() => folder.close())
}

/** Makes the names of files last, and those of the folders that they are in, up to `root`. */
export function syncFoldersOf(files: Iterable<string>, root: string, sync: (folder: string) => void = syncFolderNow): void {
  const folders = new Set([resolve(root)])
  for (const path of files) for (let folder = dirname(resolve(path)); !folders.has(folder); folder = dirname(folder)) folders.add(folder)
  for (const folder of folders) sync(folder)
}

/** Makes a folder, and those above it that are not there, and sees that their names last: what will be in them is promised. */
export function makeFolder(path: string, { mode, sync = syncFolderNow }: { mode?: number; sync?: (folder: string) => void } = {}): void {
  // One by one: Node's own `recursive` never ends where the system says of a name in a folder that is there that it is not, as /proc does.
  const missing = [resolve(path)]
  for (let above = dirname(missing[0]!); !existsSync(above); above = dirname(above)) missing.push(above)
  const made = missing.reverse().filter((folder) => makeOne(folder, mode))
  for (const folder of made.reverse()) sync(dirname(folder))
}

/** False: it is there already, perhaps by another process that made it just now. */
function makeOne(folder: string, mode: number | undefined): boolean {
  try {
    mkdirSync(folder, mode)
    return true
  } catch (error) {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return false
    throw error
  }
}

/** The same as {@link syncFolder}, for a start. */
export function syncFolderNow(path: string): void {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
