import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs'
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
  const first = mkdirSync(path, { recursive: true, ...(mode === undefined ? {} : { mode }) })
  if (first === undefined) return
  const top = dirname(resolve(first))
  let folder = resolve(path)
  do sync((folder = dirname(folder)))
  while (folder.length > top.length)
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
