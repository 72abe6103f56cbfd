import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gapCount, goWithout } from '../bed/index-gap.ts'
import { type Bed, openBed } from '../bed/server.ts'
import type { Fault } from '../fault.ts'

/** The index's process is killed and can't be started for a while of traffic; then it can. */
export const indexDown: Fault = {
  name: 'index-down',
  aim: 'ingest 100 %, caught up >= 5 x live speed, RSS of the server <= 512 MiB, 0 lost, 0 doubled',
  count: { ...gapCount, unit: 's without an index' },
  async run(seconds) {
    const bed = await openBed()
    try {
      return await goWithout(bed, seconds, { take: () => takeIndex(bed), give: async () => giveIndex(bed) })
    } finally {
      await bed.close()
    }
  },
}

const chdb = (bed: Bed): string => join(bed.dataDir, 'index', 'chdb')

/** Kills the index's process, and puts a file where its folder is, so that no other can start: one that is still starting would make it anew. */
async function takeIndex(bed: Bed): Promise<void> {
  const pidFile = join(bed.dataDir, 'index', 'child.pid')
  for (const endMs = Date.now() + 60_000; !(existsSync(chdb(bed)) && existsSync(pidFile) && endChild(bed)); await sleep(20))
    if (Date.now() > endMs) throw new Error('there is no index to take away')
  renameSync(chdb(bed), `${chdb(bed)}.aside`)
  writeFileSync(chdb(bed), '')
}
function endChild(bed: Bed): boolean {
  const pid = Number(readFileSync(join(bed.dataDir, 'index', 'child.pid'), 'utf8'))
  // Only a child of this very server.
  const status = existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : ''
  if (Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]) !== bed.pid) return false
  process.kill(pid, 'SIGKILL')
  return true
}
function giveIndex(bed: Bed): void {
  rmSync(chdb(bed), { recursive: true })
  renameSync(`${chdb(bed)}.aside`, chdb(bed))
}
