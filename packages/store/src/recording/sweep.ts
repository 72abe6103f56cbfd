import type { ByteStore } from '../bytes/byte-store.ts'
import type { Catalog } from '../catalog/catalog.ts'
import type { CatalogRecording } from '../catalog/recording.ts'
import { partsOf, readKey, recordingKey, recordingsPrefix, sourcesOf } from './file.ts'
import { isSystemError } from '../system-error.ts'
import { readIndex } from './read.ts'

/**
 * Brings the recording files of a directory and the catalog together, as after a crash: what was not finished goes, a whole
 * file that the catalog does not know is taken up, one that is gone is made again. A bucket is not read through, and may
 * hold what others made: there each file is looked for when it is its turn. @see docs/storage-format.md#L20
 */
export async function sweepRecordings(bytes: ByteStore, catalog: Catalog, onNotice: (text: string) => void): Promise<void> {
  const rows = await catalog.recordings.all()
  for (const row of rows) if (isGhost(row)) await layGhost(bytes, catalog, row)
  if (bytes.isRemote) return
  const known = new Map(rows.flatMap((row) => (isGhost(row) ? [] : [[`${row.project} ${row.session}`, row]])))
  try {
    await bytes.tidy(recordingsPrefix)
    for await (const key of bytes.list(recordingsPrefix)) {
      const name = readKey(key)
      const row = name && known.get(`${name.project} ${name.session}`)
      if (name && row?.source === name.source) known.delete(`${name.project} ${name.session}`)
      else if (row || !name || !(await takeUp(bytes, catalog, name))) await bytes.delete(key)
    }
  } catch (error) {
    if (!isSystemError(error)) throw error
    // Chunks are taken all the same, and what was not seen is not known to be gone: the next start looks again.
    onNotice(`The recording files could not be looked through: ${error.message}.`)
    return
  }
  for (const row of known.values()) {
    await catalog.recordings.remove(row)
    await catalog.finish.hurry(row)
    onNotice(`The recording file of session ${row.session} of ${row.project} is gone; it is made again.`)
  }
}

/** It is made of chunks that were taken away since: what it shows must not be seen. */
const isGhost = ({ chunks, present }: { chunks: number; present: number }): boolean => present < chunks

async function layGhost(bytes: ByteStore, catalog: Catalog, row: CatalogRecording & { present: number }): Promise<void> {
  // In a directory it goes with all that nobody knows.
  if (bytes.isRemote) for await (const key of bytes.list(`${recordingsPrefix}${row.project}/${row.session}.`)) await bytes.delete(key)
  await catalog.recordings.remove(row)
  if (row.present) await catalog.finish.hurry(row)
}

/** Whether it is there, whole, and what would be made now: then it need not be made. */
export async function takeUp(
  bytes: ByteStore,
  catalog: Catalog,
  name: { project: string; session: string; source: string },
): Promise<boolean> {
  const { project, session, source } = name
  const chunks = await catalog.chunks(project, session)
  if (!chunks.length || !sourcesOf(chunks).includes(source)) return false
  const index = await readIndex(bytes, recordingKey(name))
  if (index?.source !== source) return false
  await catalog.recordings.set({
    project,
    session,
    source,
    chunks: chunks.length,
    sizeBytes: partsOf(index).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  })
  return true
}
