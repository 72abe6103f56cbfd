/**
 * What letting one chunk of 20 KB in takes at least, part by part: what the server does to each that a bare one does not.
 * `npm run bench -- chunk [--json]`
 */
import { createHmac, hash } from 'node:crypto'
import { decodeLane, readChunk } from '@playhead/wire'
import { holdsRecord, inflateSignals } from '../packages/store/src/index.ts'
import { createVisit, median } from './server/sender.ts'

const [rounds, times] = [7, 3_000]
const [bytes] = (await createVisit(1)).bodies
const chunk = readChunk(bytes!)
const raw = inflateSignals(chunk)
const key = Buffer.alloc(32, 7)
const parts: Readonly<Record<string, () => unknown>> = {
  'frame, header and CRC-32C': () => readChunk(bytes!),
  'looking for a record of the log in it': () => holdsRecord(bytes!),
  'SHA-256': () => hash('sha256', bytes!, 'buffer'),
  'inflating the signals': () => inflateSignals(chunk),
  'decoding the signals': () => decodeLane(raw, chunk, 'signal'),
  'session token (once a session)': () => createHmac('sha256', key).update('session\0project\0id').digest('base64url'),
}
const found = Object.keys(parts).map(() => [] as number[])
for (let round = -1; round < rounds; round++)
  for (const [index, part] of Object.values(parts).entries()) {
    const before = process.cpuUsage()
    for (let i = 0; i < times; i++) part()
    const { user, system } = process.cpuUsage(before)
    // The first round warms up.
    if (round >= 0) found[index]!.push((user + system) / times)
  }
const rows = Object.keys(parts).map((part, index) => ({ part, cpuUs: Number(median(found[index]!).toFixed(1)) }))
if (process.argv.includes('--json')) console.log(JSON.stringify({ bench: 'chunk', chunkBytes: bytes!.length, rows }))
else {
  console.log(`## Chunk: what ${bytes!.length} bytes with ${chunk.header.signals} signals take, part by part\n`)
  console.log('| part | CPU, µs |\n|---|---|')
  for (const { part, cpuUs } of rows) console.log(`| ${part} | ${cpuUs} |`)
  console.log('')
}
