import { ApiError } from '@playhead/api'
import { type AssetState, type RecordingState, verifyLog } from '@playhead/store'
import { openLane, readChunk, type RecordingSource } from '@playhead/wire'
import type { Command } from 'commander'
import { withBackend } from '../backend.ts'
import { describeDamage } from '../damage.ts'
import { withLog } from '../log.ts'
import { countOf, type Output } from '../output.ts'
import { createProgress } from '../progress.ts'

export function addDataCommands(program: Command, output: () => Output): void {
  program
    .command('reindex')
    .description('build the index again from the log')
    .action(async () => {
      const progress = createProgress('Indexing', output())
      const result = await withBackend((backend) => backend.reindex(progress.tell)).finally(progress.end)
      output().result(result, () => `Indexed ${countOf(result.chunks, 'chunk')} of ${countOf(result.sessions, 'session')}`)
    })
  program
    .command('verify')
    .description('read every record of the log, every chunk, asset and recording file and check them against their checksums')
    .action(async () => {
      const found = { sessions: 0, chunks: 0, assets: 0, recordings: 0, records: 0, erased: 0, unfinishedBytes: 0, damaged: [] as string[] }
      const walking = createProgress('Log', output())
      const log = await withLog((reader) => verifyLog(reader, walking.tell))
      walking.end()
      Object.assign(found, { records: log.records, erased: log.blank, unfinishedBytes: log.unfinishedBytes })
      found.damaged.push(...describeDamage(log))
      const progress = createProgress('Sessions', output())
      await withBackend(async (backend) => {
        for (const project of await backend.projectIds()) {
          const seen = new Set<string>()
          const sessions = await backend.sessionIds(project)
          for (const [i, session] of sessions.entries()) {
            progress.tell(i, sessions.length)
            const source = await backend.source(project, session)
            // Erased, or too old, since they were listed.
            if (!source) continue
            await verifyChunks(`${project}/${session}`, source, found)
            for (const { hash, url } of newAssets(source, seen))
              tellAsset(`${project}/${session} asset ${url}`, `assets/${project}/${hash}`, await backend.assetState(project, hash), found)
            tellFile(`${project}/${session}`, await backend.fileState(project, session), found)
            found.sessions++
          }
        }
        const known = await backend.damages()
        // What is missing from the log's end was told to the start that noticed it, and is looked for by nothing any more.
        if (known && !found.damaged.length) found.damaged.push(`${countOf(known, 'stretch', 'stretches')} of the log's end went missing`)
      }, false)
      progress.end()
      output().result(found, () =>
        [
          `Read ${countOf(log.records, 'record')} in ${countOf(log.files, 'log file')}: ${log.blank} erased${log.unfinishedBytes ? `, ${countOf(log.unfinishedBytes, 'byte')} at the end belong to one that is not finished` : ''}`,
          `Read ${countOf(found.chunks, 'chunk')}, ${countOf(found.assets, 'asset')} and ${countOf(found.recordings, 'recording file')} of ${countOf(found.sessions, 'session')}: ${found.damaged.length} damaged`,
          ...found.damaged,
        ].join('\n'),
      )
      if (found.damaged.length) throw new ApiError('damaged-data', `${found.damaged.length} of them.`)
    })
}

interface Tally {
  chunks: number
  assets: number
  recordings: number
  damaged: string[]
}

async function verifyChunks(name: string, source: RecordingSource, tally: Tally): Promise<void> {
  for (const ref of source.manifest.chunks) {
    tally.chunks++
    try {
      const chunk = readChunk(await source.loadChunk(ref))
      await Promise.all([openLane(chunk, 'signal'), openLane(chunk, 'dom')])
    } catch (error) {
      tally.damaged.push(`${name} tab ${ref.tab} chunk ${ref.seq}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}

/** The assets of a recording that are in none of `seen`, to which they are added. */
function newAssets({ manifest }: RecordingSource, seen: Set<string>): { hash: string; url: string }[] {
  return manifest.assets.filter(({ hash, missing }) => hash && missing === undefined && !seen.has(hash) && seen.add(hash))
}

function tellAsset(name: string, key: string, state: AssetState, tally: Tally): void {
  // An asset that the server never got is shown as missing in the replay: it is not damage.
  if (state === 'none') return
  tally.assets++
  if (state === 'damaged')
    tally.damaged.push(
      `${name}: the bytes of ${key} are not what its hash says. Put it back from a backup, or delete it: the next page with it is asked for it again`,
    )
}

function tellFile(name: string, state: RecordingState, tally: Tally): void {
  if (state === 'none') return
  tally.recordings++
  if (state === 'damaged')
    tally.damaged.push(`${name}: its recording file is damaged. Whoever watches it is shown the log’s chunks, and has it made again`)
}
