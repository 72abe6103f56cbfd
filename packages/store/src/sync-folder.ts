import { type FileHandle, open } from 'node:fs/promises'

/** Makes names that are new in a folder last: a file's own sync says nothing of its name. */
export async function syncFolder(path: string, openFile: (path: string, flags: string) => Promise<FileHandle> = open): Promise<void> {
  const folder = await openFile(path, 'r')
  await folder.sync().finally(() => folder.close())
}

/** The same for several, each once. */
export async function syncFolders(paths: Iterable<string>): Promise<void> {
  for (const path of new Set(paths)) await syncFolder(path)
}
