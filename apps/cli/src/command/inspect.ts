import { ApiError } from '@playhead/api'
import { openEvents, readChunk, WireError } from '@playhead/wire'
import { describeSqlite } from '@playhead/store'
import type { Command } from 'commander'
import { countOf, type Output } from '../output.ts'
import { pathFromPerson } from '../place.ts'
import { inspectAsset } from './asset-file.ts'
import { inspectBackupList } from './backup-list.ts'
import { readFile } from './exchange.ts'
import { inspectLog, isLog } from './log-file.ts'
import { inspectRecordingFile, isRecordingFile } from './recording-file.ts'

/** What a file turned out to be, with how often each type of event is in it. */
export interface Finding {
  readonly kind: 'chunk' | 'log' | 'recording' | 'asset' | 'database' | 'backup' | 'rrweb' | 'signals'
  readonly sizeBytes: number
  readonly facts: Readonly<Record<string, unknown>>
  readonly counts: Readonly<Record<string, number>>
  /** Where bytes stand that are no whole record. */
  readonly damages?: readonly { readonly at: number; readonly sizeBytes: number }[]
}

const inspectable =
  'a log file (log/*.phl), a recording file (recordings/*/*.phr), an asset (assets/*/*), playhead.db, index/catalog.db, a backup’s manifest.ndjson, a chunk, an rrweb recording or exported signals'
/** What is counted, where it is not events. */
const countedNames: Readonly<Partial<Record<Finding['kind'], string>>> = { database: 'Rows:', backup: 'Files:' }

export function countBy<T>(items: readonly T[], nameOf: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const item of items) counts[nameOf(item)] = (counts[nameOf(item)] ?? 0) + 1
  return counts
}

async function inspectChunk(bytes: Uint8Array): Promise<Finding> {
  const chunk = readChunk(bytes)
  const events = await openEvents(chunk)
  return {
    kind: 'chunk',
    sizeBytes: bytes.length,
    facts: { ...chunk.header, domBytes: chunk.dom.rawBytes, signalBytes: chunk.signal.rawBytes },
    counts: countBy(events, ({ type }) => type),
  }
}

function inspectDatabase(bytes: Buffer, file: string): Finding {
  const found = describeSqlite(pathFromPerson(file))
  if (!found)
    throw new ApiError('bad-file', `${file}: SQLite cannot read this database; restore a backup, or for catalog.db delete index/.`)
  const facts = { version: found.version, whole: found.isWhole }
  return { kind: 'database', sizeBytes: bytes.length, facts, counts: found.tables }
}

/** rrweb's own names of its event types, by their number. */
const rrwebTypes = ['DomContentLoaded', 'Load', 'FullSnapshot', 'IncrementalSnapshot', 'Meta', 'Custom', 'Plugin']

function inspectText(bytes: Buffer, file: string): Finding {
  const text = bytes.toString('utf8')
  const lines = text.split('\n').filter(Boolean)
  const list = inspectBackupList(bytes)
  if (list) return list
  const parse = (json: string): unknown => {
    try {
      return JSON.parse(json)
    } catch {
      return undefined
    }
  }
  const value = parse(text) as { events?: unknown } | undefined
  const events = (Array.isArray(value) ? value : value?.events) as { type?: unknown; timestamp?: unknown }[] | undefined
  if (
    Array.isArray(events) &&
    events.length &&
    events.every((event) => Number.isInteger(event?.type) && Number.isFinite(event?.timestamp))
  ) {
    const times = events.map(({ timestamp }) => Number(timestamp))
    const startedAtMs = times.reduce((least, time) => Math.min(least, time), Infinity)
    const durationMs = times.reduce((most, time) => Math.max(most, time), 0) - startedAtMs
    const counts = countBy(events, ({ type }) => rrwebTypes[Number(type)] ?? `type ${Number(type)}`)
    return { kind: 'rrweb', sizeBytes: bytes.length, facts: { events: events.length, startedAtMs, durationMs }, counts }
  }
  const signals = lines.map((line) => parse(line) as { type?: unknown; timeMs?: unknown } | undefined)
  if (signals.length && signals.every((signal) => typeof signal?.type === 'string' && typeof signal.timeMs === 'number'))
    return {
      kind: 'signals',
      sizeBytes: bytes.length,
      facts: { events: signals.length },
      counts: countBy(signals, (signal) => String(signal?.type)),
    }
  throw new ApiError('bad-file', `${file} is not known as ${inspectable}.`)
}

export function addInspectCommand(program: Command, output: () => Output): void {
  program
    .command('inspect')
    .argument('<file>', 'any file of a data directory, a backup’s manifest.ndjson, a chunk, an rrweb recording or exported signals')
    .description('say what a file is and what is in it')
    .action(async (file: string) => {
      const bytes = readFile(file, `name ${inspectable}. \`playhead verify\` looks at a whole data directory`)
      let finding: Finding
      try {
        if (bytes.subarray(0, 3).toString('latin1') === 'PHC') finding = await inspectChunk(bytes)
        else if (isLog(bytes)) finding = await inspectLog(bytes)
        else if (isRecordingFile(bytes)) finding = inspectRecordingFile(bytes, file)
        else if (bytes.subarray(0, 15).toString('latin1') === 'SQLite format 3') finding = inspectDatabase(bytes, file)
        else finding = inspectAsset(bytes, pathFromPerson(file)) ?? inspectText(bytes, file)
      } catch (error) {
        throw error instanceof WireError ? new ApiError('bad-file', `${file}: ${error.message}`) : error
      }
      output().result({ file, ...finding }, () =>
        [
          `${file}: ${finding.kind}, ${finding.sizeBytes} bytes`,
          ...Object.entries(finding.facts).map(([name, value]) => `  ${name}: ${String(value)}`),
          ...(finding.damages ?? []).map(({ at, sizeBytes }) => `Damaged: ${countOf(sizeBytes, 'byte')} at ${at} are no whole record`),
          ...(finding.damages?.length ? ['`playhead verify` reads the whole log, and names every such place.'] : []),
          ...(finding.kind === 'asset' ? [] : [countedNames[finding.kind] ?? 'Events:']),
          ...Object.entries(finding.counts).map(([name, count]) => `  ${count} ${name}`),
        ].join('\n'),
      )
    })
}
