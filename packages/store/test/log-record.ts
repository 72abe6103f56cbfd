import type { ChunkLog, LogReader } from '../src/log/chunk-log.ts'
import { hashChunk, type LogRecord, type ReadRecord } from '../src/log/record.ts'
import { joinParts, type Scan } from '../src/log/scan.ts'

/** A record that begins as a chunk's does: with whose it is, near its front. */
export function recordOf(n: number, { session = 'session', sizeBytes = 300 }: { session?: string; sizeBytes?: number } = {}): LogRecord {
  const bytes = Buffer.alloc(sizeBytes, n)
  bytes.writeUInt32LE(n)
  bytes.write(session, 8, 'latin1')
  return { project: 'demo', receivedMs: 1_760_000_000_000 + n, hash: hashChunk(bytes), bytes }
}
export const numberOf = ({ bytes }: Pick<LogRecord, 'bytes'>): number => Buffer.from(bytes).readUInt32LE()

/** All parts of a file at once. */
export async function scanAll(log: Pick<LogReader, 'scan'>, file: number, fromAt?: number, untilAt?: number): Promise<Scan> {
  const parts: Scan[] = []
  for await (const part of log.scan(file, fromAt, untilAt)) parts.push(part)
  return joinParts(parts)
}

export async function recordsOf(log: ChunkLog): Promise<ReadRecord[]> {
  const records: ReadRecord[] = []
  for (const { number } of await log.files()) records.push(...(await scanAll(log, number)).records)
  return records
}
