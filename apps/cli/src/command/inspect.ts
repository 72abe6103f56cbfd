import { readFile } from 'node:fs/promises'
import { ApiError } from '@playhead/api'
import { openLane, type PlayheadEvent, readChunk, WireError } from '@playhead/wire'
import type { Command } from 'commander'
import type { Output } from '../output.ts'

export function addInspect(program: Command, output: Output): void {
  program
    .command('inspect <file>')
    .description('say what a file is and what it holds: a chunk, or an rrweb recording')
    .action(async (file: string) => {
      const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
        throw new ApiError('bad-file', `${file}: ${error.message}`)
      })
      const found = bytes[0] === 0x5b || bytes[0] === 0x7b ? inspectRrweb(bytes) : await inspectChunk(bytes)
      output.print(
        found,
        Object.entries(found)
          .map(([name, value]) => `${name.padEnd(10)} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
          .join('\n'),
      )
    })
}

async function inspectChunk(bytes: Uint8Array): Promise<Record<string, unknown>> {
  const chunk = readChunk(bytes)
  const [signals, doms] = [await openLane(chunk, 'signal'), await openLane(chunk, 'dom')]
  return { kind: 'chunk', sizeBytes: bytes.length, ...chunk.header, signalEvents: countTypes(signals), domEvents: countTypes(doms) }
}

const rrwebTypes = ['dom-content-loaded', 'load', 'full-snapshot', 'incremental', 'meta', 'custom', 'plugin']

function inspectRrweb(bytes: Uint8Array): Record<string, unknown> {
  let parsed: unknown
  try {
    parsed = JSON.parse(new TextDecoder().decode(bytes))
  } catch (error) {
    throw new WireError('foreign', 0, `this is not JSON: ${(error as Error).message}`)
  }
  const events = Array.isArray(parsed) ? parsed : (parsed as { events?: unknown }).events
  if (!Array.isArray(events) || !events.every((event) => typeof event?.type === 'number' && typeof event?.timestamp === 'number'))
    throw new WireError('foreign', 0, 'this JSON is not an rrweb recording')
  const times = (events as { timestamp: number }[]).map(({ timestamp }) => timestamp)
  return {
    kind: 'rrweb',
    sizeBytes: bytes.length,
    events: events.length,
    durationMs: times.length ? times.at(-1)! - times[0]! : 0,
    types: countBy((events as { type: number }[]).map(({ type }) => rrwebTypes[type] ?? `type ${type}`)),
  }
}

const countTypes = (events: readonly PlayheadEvent[]): Record<string, number> => countBy(events.map(({ type }) => type))

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
