import { randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { createDiskSpace } from '../disk-space.ts'
import { StoreError } from '../error.ts'
import { makeFolder, syncFolder } from '../sync-folder.ts'
import { nullIfAbsent } from '../system-error.ts'
import { writeWhole } from '../write-whole.ts'
import { type ByteStore, isKey } from './byte-store.ts'

/** A name with a dot and 12 hex digits more: an object that is being written. */
const isAside = (name: string): boolean => /\.[0-9a-f]{12}$/.test(name)

/** Objects as files: written aside, synced and renamed, so that each is whole or not there. */
export function openDirectory(dir: string, sync: (folder: string) => Promise<void> = syncFolder): ByteStore {
  const pathOf = (key: string): string => {
    if (!isKey(key) || isAside(key)) throw new StoreError('bad-question', 'No object can have this name.')
    return resolve(dir, key)
  }
  const space = createDiskSpace(dir)
  const folders = createFolders(dir, sync)
  return {
    isRemote: false,
    async put(key, parts) {
      const path = pathOf(key)
      const aside = `${path}.${randomBytes(6).toString('hex')}`
      try {
        await space.take(parts.reduce((sum, { length }) => sum + length, 0))
        const write = async (file: FileHandle): Promise<void> => {
          // A full disk takes a part and says so only when asked again: this writes on until all is written, or throws.
          for (const part of parts) await file.appendFile(part)
        }
        const store = async (): Promise<void> => {
          await folders.see(dirname(path))
          await writeWhole(path, write, { aside, sync })
        }
        await store().catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'ENOENT') throw error
          // Somebody took the folder away.
          folders.forget()
          return store()
        })
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
          throw new StoreError('disk-full', `There is no space left for ${key}.`, { cause: error })
        throw error
      }
    },
    get: (key) => readFile(pathOf(key)).catch(nullIfAbsent),
    async read(key, at, sizeBytes) {
      const file = await open(pathOf(key), 'r').catch(nullIfAbsent)
      if (!file) return null
      try {
        const bytes = Buffer.allocUnsafe(sizeBytes)
        const { bytesRead } = await file.read(bytes, 0, sizeBytes, at)
        return bytes.subarray(0, bytesRead)
      } finally {
        await file.close()
      }
    },
    size: (key) => stat(pathOf(key)).then((found) => (found.isFile() ? found.size : null), nullIfAbsent),
    delete: (key) => rm(pathOf(key), { force: true }),
    async *list(prefix) {
      for await (const key of walk(dir, prefix)) if (!isAside(key)) yield key
    },
    async *objects(prefix) {
      for await (const key of walk(dir, prefix)) {
        const found = isAside(key) ? null : await stat(join(dir, key)).catch(nullIfAbsent)
        if (found) yield { key, sizeBytes: found.size, storedMs: found.mtimeMs }
      }
    },
    async tidy(prefix) {
      for await (const key of walk(dir, prefix)) if (isAside(key)) await rm(join(dir, key), { force: true })
    },
  }
}

/** Every file whose key begins so. Only folders that can hold one are looked at. */
async function* walk(dir: string, prefix: string, folder = ''): AsyncGenerator<string> {
  const entries = await readdir(join(dir, folder), { withFileTypes: true }).catch(nullIfAbsent)
  for (const entry of entries ?? []) {
    const key = folder ? `${folder}/${entry.name}` : entry.name
    if (entry.isDirectory()) {
      if (`${key}/`.startsWith(prefix) || prefix.startsWith(`${key}/`)) yield* walk(dir, prefix, key)
    } else if (key.startsWith(prefix)) yield key
  }
}

/** Makes folders of `dir` whose names last, each once for all who put something into it meanwhile or later. */
function createFolders(dir: string, sync: (folder: string) => Promise<void>) {
  const root = resolve(dir)
  /** Whoever made a folder may have been killed, or failed, before its name was synced: that it is there says nothing. */
  const lasting = new Map<string, Promise<void>>()
  async function make(folder: string): Promise<void> {
    if (folder === root) return makeFolder(root)
    await see(dirname(folder))
    await mkdir(folder, { recursive: true })
    await sync(dirname(folder))
  }
  function see(folder: string): Promise<void> {
    const known = lasting.get(folder)
    if (known) return known
    const made = make(folder)
    lasting.set(folder, made)
    made.catch(() => lasting.delete(folder))
    return made
  }
  return { see, forget: () => lasting.clear() }
}
