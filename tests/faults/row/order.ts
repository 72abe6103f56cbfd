import { createHash } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createSessionSummary } from '../../../packages/analysis/src/index.ts'
import { createId, createSessionId, encodeChunk, openLane, type PlayheadEvent, readChunk } from '@playhead/wire'
import fc from 'fast-check'
import { openCatalog } from '../../../packages/store/src/catalog/sqlite.ts'
import { createIntake } from '../../../packages/store/src/intake.ts'
import { openDirectoryReader } from '../../../packages/store/src/log/directory.ts'
import { createLogWriter } from '../../../packages/store/src/log/writer.ts'
import { readChunkBytes } from '../../../packages/store/src/reader.ts'
import { sourceOf } from '../../../packages/store/src/recording/file.ts'
import { makeRecording } from '../../../packages/store/src/recording/make.ts'
import type { IncomingChunk } from '../../../packages/store/src/store.ts'
import { arbitraryEvents } from '../../../packages/wire/src/arbitrary.property.ts'
import { pageEvent, start } from '../../../packages/wire/src/page.property.ts'
import { createMemoryDir } from '../bed/memory-dir.ts'
import type { Fault } from '../fault.ts'

const project = 'demo'
const epochMs = 1_760_000_000_000

/** One visit's chunks, as they were made and as a bad line delivers them: out of order, twice, some never, at any time. */
export const order: Fault = {
  name: 'order',
  aim: 'byte-identical recording, identical rows',
  count: { long: 10_000, short: 100, unit: 'visits delivered badly' },
  async run(visits) {
    const dir = createMemoryDir('order')
    const [good, bad] = [openDesk(join(dir, 'good')), openDesk(join(dir, 'bad'))]
    const counts = { chunks: 0, twice: 0, never: 0, moved: 0 }
    let failure = ''
    try {
      await fc.assert(
        fc.asyncProperty(visit, fc.array(fc.nat(999), { minLength: 12, maxLength: 12 }), async (parts, chances) => {
          const chunks = await chunksOf(parts)
          const chanceOf = (n: number, salt: number): number => (chances[n % 12]! * (salt + 7)) % 1000
          const kept = chunks.filter((_, n) => chanceOf(n, 1) >= 100)
          const twice = kept.filter((_, n) => chanceOf(n, 2) < 200)
          const mixed = [...kept, ...twice]
            .map((chunk, n) => ({ chunk, at: chanceOf(n, 3), skewMs: (chanceOf(n, 4) - 500) * 100_000 }))
            .sort((a, b) => a.at - b.at)
          counts.chunks += chunks.length
          counts.twice += twice.length
          counts.never += chunks.length - kept.length
          counts.moved += mixed.filter(({ chunk }, n) => chunk !== kept[n]).length
          const asMade = await good.take(kept)
          const asCame = await bad.take(mixed.map(({ chunk, skewMs }) => ({ ...chunk, receivedMs: epochMs + 2_000_000_000 + skewMs })))
          if (asMade.recording !== asCame.recording) throw new Error('the recordings differ')
          if (asMade.rows !== asCame.rows) throw new Error('the rows differ')
        }),
        { numRuns: visits },
      )
    } catch (error) {
      failure = (error as Error).message.split('\n').slice(0, 3).join(' ')
    } finally {
      await Promise.all([good.close(), bad.close()])
      rmSync(dir, { recursive: true, force: true })
    }
    const isSound = failure === '' && counts.moved > visits && counts.twice > 0 && counts.never > 0
    return {
      done: `${visits} visits of ${counts.chunks} chunks, ${counts.moved} out of place, ${counts.twice} twice, ${counts.never} never, received at any time`,
      figure: failure === '' ? '0 recordings differ, 0 rows differ' : failure,
      isSound,
      isMet: isSound,
    }
  },
}

/** Tab, and the events of one chunk. */
const part = fc.record({
  tab: fc.constantFrom(0, 1),
  dom: fc.array(pageEvent, { maxLength: 6 }),
  signals: arbitraryEvents(0, 'signal', 4),
  isKeyframe: fc.nat(9).map((n) => n === 0),
})
const visit = fc.array(part, { minLength: 2, maxLength: 12 })

async function chunksOf(parts: readonly (typeof part extends fc.Arbitrary<infer Part> ? Part : never)[]): Promise<IncomingChunk[]> {
  const session = createSessionId(epochMs)
  const tabs = [createId(), createId()] as const
  const next = [0, 0]
  let timeMs = epochMs
  const chunks: IncomingChunk[] = []
  for (const { tab, dom, signals, isKeyframe } of parts) {
    const seq = next[tab]!++
    const events: PlayheadEvent[] = [
      ...(seq === 0 || isKeyframe ? [start as PlayheadEvent] : []),
      ...dom,
      ...signals.map((event) => ({ ...event, timeMs: 0 })),
    ].map((event) => ({ ...event, timeMs: (timeMs += 40) }))
    const identity = { session, tab: tabs[tab], view: tabs[tab], seq, baseSeq: 0, last: false, sentMs: timeMs }
    const bytes = await encodeChunk(identity, events, null)
    const chunk = readChunk(bytes)
    chunks.push({ project, receivedMs: timeMs, bytes, header: chunk.header, signals: await openLane(chunk, 'signal') })
  }
  return chunks
}

interface Desk {
  /** Takes chunks as they come; resolves to hashes of the recording file that is made of them, and of the index's rows. */
  take(chunks: readonly IncomingChunk[]): Promise<{ recording: string; rows: string }>
  close(): Promise<void>
}
function openDesk(dir: string): Desk {
  mkdirSync(join(dir, 'log'), { recursive: true })
  const catalog = openCatalog(dir)
  const writer = createLogWriter({ dir, end: null, onNotice: () => undefined })
  const log = openDirectoryReader(dir)
  const intake = createIntake({ catalog, log: writer, onStored: (chunk, location) => catalog.add(chunk, location) })
  return {
    async take(chunks) {
      const session = chunks[0]?.header.session
      if (session === undefined) return { recording: '', rows: '' }
      const summary = createSessionSummary(session, project)
      await Promise.all(chunks.map((chunk) => intake.append(chunk)))
      for (const { header, signals } of chunks)
        summary.add({ tab: header.tab, seq: header.seq, signals, baseMs: header.baseMs, endMs: header.endMs })
      const stored = await catalog.chunks(project, session)
      const file = createHash('sha256')
      let at = 0
      const index = await makeRecording({
        project,
        session,
        source: sourceOf(stored, 'quick'),
        chunks: stored,
        load: (chunk) => readChunkBytes(log, chunk),
        async put(bytes) {
          file.update(bytes)
          at += bytes.length
          return { at: at - bytes.length, sizeBytes: bytes.length, rawBytes: bytes.length, hash: '' }
        },
        keep: async () => undefined,
      })
      file.update(JSON.stringify(index))
      const made = summary.summarize()
      const rows = made && [made.row, made.signals, made.ended, made.eventRows(stored)]
      return { recording: file.digest('hex'), rows: createHash('sha256').update(JSON.stringify(rows)).digest('hex') }
    },
    async close() {
      await writer.close()
      catalog.close()
    },
  }
}
