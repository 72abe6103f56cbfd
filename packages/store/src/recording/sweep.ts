import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Catalog } from '../catalog/catalog.ts'
import { readName, recordingPath, recordingsDir, sourceOf } from './file.ts'
import { readIndex } from './read.ts'

/**
 * Brings the recording files and the catalog together, as after a crash: what was not finished goes, a whole file that
 * the catalog does not know is taken up, one that is gone is made again. @see docs/storage-format.md#L20
 */
export async function sweepRecordings(dir: string, catalog: Catalog, onNotice: (text: string) => void): Promise<void> {
  const known = new Map(catalog.recordings.all().map((row) => [`${row.project} ${row.session}`, row]))
  for (const project of list(recordingsDir(dir)))
    for (const file of list(join(recordingsDir(dir), project))) {
      const name = readName(file)
      const row = name && known.get(`${project} ${name.session}`)
      if (name && row?.source === name.source) known.delete(`${project} ${name.session}`)
      else if (row || !name || !(await takeUp(dir, catalog, { project, ...name })))
        rmSync(join(recordingsDir(dir), project, file), { force: true })
    }
  for (const row of known.values()) {
    catalog.recordings.remove(row)
    catalog.finish.hurry(row)
    onNotice(`The recording file of session ${row.session} of ${row.project} is gone; it is made again.`)
  }
}

/** Whether it is what would be made now. */
async function takeUp(dir: string, catalog: Catalog, name: { project: string; session: string; source: string }): Promise<boolean> {
  const { project, session, source } = name
  const chunks = catalog.chunks(project, session)
  if (!chunks.length || sourceOf(chunks) !== source) return false
  const path = recordingPath(dir, project, session, source)
  const index = await readIndex(path)
  if (index?.source !== source) return false
  const parts = [...index.blocks, ...index.checkpoints, ...(index.signals ? [index.signals] : [])]
  catalog.recordings.set({
    project,
    session,
    source,
    chunks: chunks.length,
    sizeBytes: parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  })
  return true
}

function list(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}
