import type { ChunkLog } from '../src/log/chunk-log.ts'
import { hashChunk, type LogRecord, type ReadRecord } from '../src/log/record.ts'

/** A record that begins as a chunk's does: with whose it is, near its front. */
export function recordOf(n: number, { session = 'session', sizeBytes = 300 }: { session?: string; sizeBytes?: number } = {}): LogRecord {
  const bytes = Buffer.alloc(sizeBytes, n)
  bytes.writeUInt32LE(n)
  bytes.write(session, 8, 'latin1')
  return { project: 'demo', receivedMs: 1_760_000_000_000 + n, hash: hashChunk(bytes), bytes }
}
export const numberOf = ({ bytes }: Pick<LogRecord, 'bytes'>): number => Buffer.from(bytes).readUInt32LE()

export async function recordsOf(log: ChunkLog): Promise<ReadRecord[]> {
  const records: ReadRecord[] = []
  for (const { number } of await log.files()) records.push(...(await log.scan(number)).records)
  return records
}
