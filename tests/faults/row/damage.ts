import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readChunk } from '@playhead/wire'
import { filePath, fileHead, listFiles } from '../../../packages/store/src/log/file.ts'
import { type ReadRecord } from '../../../packages/store/src/log/record.ts'
import { noLog, recoverLog } from '../../../packages/store/src/log/recover.ts'
import { scanFile } from '../../../packages/store/src/log/scan.ts'
import { startLoad } from '../bed/load.ts'
import { type Bed, openBed } from '../bed/server.ts'
import { findLost, readLog } from '../bed/stored.ts'
import { hashOf, placeOf } from '../bed/chunk.ts'
import { createMemoryDir } from '../bed/memory-dir.ts'
import type { Fault } from '../fault.ts'
import { removeFolder } from '../../e2e/harness/remove-folder.ts'

/** Of so many damages one is shown to a whole server, too. */
const damagesPerStart = 100

/** A log that a real server wrote, and each time one bit of it, or a stretch, is changed. */
export const damage: Fault = {
  name: 'damage',
  aim: 'every one detected, only that record lost, and counted',
  count: { long: 1000, short: 100, unit: 'bit flips and cuts' },
  async run(damages) {
    const dir = createMemoryDir('damage')
    const bed = await openBed()
    try {
      const load = startLoad({ post: bed.post, project: bed.project, visitors: 6, visitChunks: 8 })
      while (load.acked.size < 150) await new Promise((resolve) => setTimeout(resolve, 20))
      await load.stop()
      await bed.end('SIGTERM')
      const found = { undetected: 0, tooMany: 0, uncounted: 0, flips: 0, cuts: 0, starts: 0 }
      const whole = readFileSync(filePath(bed.dataDir, 1))
      const { records } = scanFile(bed.dataDir, 1)
      if (listFiles(bed.dataDir).length !== 1) throw new Error('the log has more than one file')
      for (const folder of ['log', 'index']) cpSync(join(bed.dataDir, folder), join(dir, folder), { recursive: true })
      for (let i = 0; i < damages; i++) {
        const hurt = i % 4 === 3 ? cut(whole, records) : flip(whole, records)
        found[i % 4 === 3 ? 'cuts' : 'flips']++
        checkRead(dir, hurt, records, found)
        if (i % damagesPerStart) continue
        await checkRebuilt(bed, hurt, records, found)
        await checkKept(bed, join(dir, 'index'), i % (2 * damagesPerStart) ? hurt : cut(whole, records, true), records, found)
      }
      const { undetected, tooMany, uncounted, flips, cuts, starts } = found
      const isSound = undetected + tooMany + uncounted === 0
      return {
        done: `${flips} flipped bits and ${cuts} cuts in a log of ${records.length} records, ${starts} of them before a server's start, with its index and without`,
        figure: `undetected ${undetected}, records lost beside the damaged one ${tooMany}, not counted ${uncounted}`,
        isSound,
        isMet: isSound,
      }
    } finally {
      await bed.close()
      rmSync(dir, { recursive: true, force: true })
    }
  },
}

interface Hurt {
  readonly bytes: Buffer
  /** The records whose bytes are not what they were. */
  readonly hit: ReadonlySet<number>
}
const random = (below: number): number => Math.floor(Math.random() * below)

function flip(whole: Buffer, records: readonly ReadRecord[]): Hurt {
  const bytes = Buffer.from(whole)
  const bit = fileHead.length * 8 + random((whole.length - fileHead.length) * 8)
  bytes[bit >> 3]! ^= 1 << (bit & 7)
  return { bytes, hit: new Set([records.findIndex(({ at, endAt }) => at <= bit >> 3 && bit >> 3 < endAt)]) }
}

/** A stretch is gone, or holds zeros: within one record, or from one into others. */
function cut(whole: Buffer, records: readonly ReadRecord[], isGone = Math.random() < 0.5): Hurt {
  const from = fileHead.length + random(whole.length - fileHead.length - 1)
  const to = Math.min(whole.length, from + 1 + random(Math.random() < 0.5 ? 200 : 6000))
  const hit = new Set(records.flatMap(({ at, endAt }, n) => (at < to && endAt > from ? [n] : [])))
  if (!isGone) {
    const bytes = Buffer.from(whole)
    // A byte that was zero already is no damage: all become something else.
    for (let i = from; i < to; i++) bytes[i]! ^= 0xff
    return { bytes, hit }
  }
  return { bytes: Buffer.concat([whole.subarray(0, from), whole.subarray(to)]), hit }
}

interface Found {
  undetected: number
  tooMany: number
  uncounted: number
  starts: number
}

function checkRead(dir: string, { bytes, hit }: Hurt, records: readonly ReadRecord[], found: Found): void {
  writeFileSync(filePath(dir, 1), bytes)
  let cutTails = 0
  recoverLog(dir, noLog, () => cutTails++)
  const { records: read, damages } = scanFile(dir, 1)
  const left = new Set(read.map(({ bytes }) => hashOf(bytes)))
  for (const [n, record] of records.entries()) {
    const isThere = left.has(hashOf(record.bytes))
    if (hit.has(n) && isThere) found.undetected++
    if (!hit.has(n) && !isThere) found.tooMany++
  }
  // A stretch of whole records that is gone without a trace can't be: a cut never begins and ends between two.
  if (damages.length + cutTails === 0) found.uncounted++
}

/** The server starts on it without its index, gives back all but what is hit, and says how much is damaged. */
async function checkRebuilt(bed: Bed, hurt: Hurt, records: readonly ReadRecord[], found: Found): Promise<void> {
  found.starts++
  const { kept, gone } = await startOn(bed, hurt, records, null)
  found.tooMany += (await findLost(bed, kept)).length
  found.undetected += gone.length - (await findLost(bed, gone)).length
  const counted = await countedBy(bed)
  const isTail = /Recovery cut/.test(bed.output())
  if (counted !== readLog(bed.dataDir).damages || (counted === 0 && !isTail)) found.uncounted++
  await bed.end('SIGKILL')
}

/** The server starts on it as it does after any crash, and takes more before the next one. */
async function checkKept(bed: Bed, index: string, hurt: Hurt, records: readonly ReadRecord[], found: Found): Promise<void> {
  found.starts++
  const { kept, gone } = await startOn(bed, hurt, records, index)
  found.tooMany += (await findLost(bed, kept)).length
  const lost = (await findLost(bed, gone)).length
  // A record whose chunk is whole is found by the catalog, whatever its header says.
  if (lost && !(await countedBy(bed))) found.uncounted++
  const load = startLoad({ post: bed.post, project: bed.project, visitors: 2, visitChunks: 4 })
  while (load.acked.size < 12) await new Promise((resolve) => setTimeout(resolve, 20))
  await load.stop()
  await bed.end('SIGKILL')
  await bed.start()
  found.tooMany += (await findLost(bed, load.acked)).length
  await bed.end('SIGKILL')
}

/** Starts the server on damaged bytes with this index, or none; the chunks that are whole, and those that are not. */
async function startOn(bed: Bed, { bytes, hit }: Hurt, records: readonly ReadRecord[], index: string | null) {
  for (const folder of ['log', 'index']) {
    removeFolder(join(bed.dataDir, folder))
    mkdirSync(join(bed.dataDir, folder))
  }
  writeFileSync(filePath(bed.dataDir, 1), bytes)
  if (index) cpSync(index, join(bed.dataDir, 'index'), { recursive: true })
  await bed.start()
  const named = records.map(({ bytes }) => [placeOf(readChunk(bytes).header), hashOf(bytes)] as const)
  return { kept: named.filter((_, n) => !hit.has(n)), gone: named.filter((_, n) => hit.has(n)) }
}
const countedBy = async (bed: Bed): Promise<number> =>
  Number(/^playhead_log_damages (\d+)/m.exec(await (await fetch(`${bed.url}/metrics`)).text())?.[1] ?? 0)
